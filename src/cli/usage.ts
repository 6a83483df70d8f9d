/** A command line that makes no sense: told in one sentence, with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** The command line that shows what there is. */
  readonly help: string

  constructor(message: string, help = 'hallpass --help') {
    super(message)
    this.help = help
  }
}
