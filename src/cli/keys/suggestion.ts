/** Command lines that a message may tell the reader to run: whole, as they are to be typed. */

/** What a command is about. */
export interface Target {
  readonly name: string
  readonly file: string
}

/** A command line for a variable of a file, with more options behind. */
export function commandLine(
  task: 'new' | 'rotate',
  { name, file }: Target,
  ...options: readonly string[]
): string {
  return ['npx hallpass keys', task, '--name', name, '--file', quoted(file), ...options].join(' ')
}

/** A word as a shell takes it for one. */
export function quoted(word: string): string {
  if (/^[\w./+:@%][\w./+:@%-]*$/.test(word)) return word
  return `'${word.replaceAll("'", "'\\''")}'`
}
