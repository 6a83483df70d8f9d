/** A command line that makes no sense: told in one sentence, with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
