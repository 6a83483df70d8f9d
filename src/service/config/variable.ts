/** The text of a variable, or of the file that its `…_FILE` names. */
import { readFileSync } from 'node:fs'
import type { Setting } from './setting.ts'
import { Refused } from './setting-value.ts'

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The text without white space around it; undefined for an absent or an empty variable. */
export function textOf(
  env: Environment,
  { name, secret }: Pick<Setting, 'name' | 'secret'>,
): string | undefined | Refused {
  const text = trimmed(env[name])
  const fileName = `${name}_FILE`
  const file = secret ? trimmed(env[fileName]) : undefined
  if (file === undefined) return text
  // Which of the two counts must not be guessed.
  if (text !== undefined) return new Refused(fileName, `contradicts ${name}: give one of them`)
  try {
    const content = trimmed(readFileSync(file, 'utf8'))
    return content ?? new Refused(fileName, 'names a file with nothing in it')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    return new Refused(fileName, `names a file that cannot be read${code}`)
  }
}

function trimmed(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}
