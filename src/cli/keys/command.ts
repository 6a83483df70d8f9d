/** `hallpass keys`: makes secrets, and changes those of an env file. */
import { statSync } from 'node:fs'
import { changeFile } from './change-file.ts'
import { KEYS_HELP, type KeysArguments, keysArguments } from './options.ts'
import { added, type Change, newSecret, prepared, replaced, rotated } from './rotation.ts'
import { commandLine, quoted } from './suggestion.ts'

/** Runs the command; gives the exit status. */
export async function keysCommand(args: readonly string[]): Promise<number> {
  const asked = keysArguments(args)
  if (asked.task === 'help') process.stdout.write(KEYS_HELP)
  else if (asked.task === 'print') {
    process.stdout.write(`${asked.name}=${newSecret(asked.fernet)}\n`)
  } else {
    const said = await change(asked)
    process.stdout.write(`${asked.file}: ${said.join('\n')}\n`)
    warnOfReaders(asked.file)
  }
  return 0
}

async function change(
  asked: Extract<KeysArguments, { readonly file: string }>,
): Promise<readonly string[]> {
  let said: readonly string[] = []
  await changeFile(asked.file, (text) => {
    const made = changed(asked, text)
    said = made.said
    return made.text
  })
  return said
}

function changed(
  asked: Extract<KeysArguments, { readonly file: string }>,
  text: string | undefined,
): Change {
  const { task, name, fernet, file } = asked
  if (task === 'new') return added(text ?? '', name, newSecret(fernet), file)
  if (text === undefined) {
    const made = commandLine('new', asked, ...(fernet ? ['--fernet'] : []))
    throw new Error(`There is no file ${file}. --file names another; this makes it: ${made}`)
  }
  if (task === 'prepare') return prepared(text, name, fernet, file)
  if (task === 'leaked') return replaced(text, name, fernet, file)
  return rotated(text, name, fernet, asked.dropOld, file)
}

/** The mode stays as it is, since it may be meant; it is only told. */
function warnOfReaders(file: string): void {
  if (process.platform === 'win32') return
  const mode = statSync(file).mode & 0o777
  if ((mode & 0o077) === 0) return
  process.stderr.write(
    `hallpass: other users may read ${file} (mode ${mode.toString(8)}); to change that: ` +
      `chmod 600 ${quoted(file)}\n`,
  )
}
