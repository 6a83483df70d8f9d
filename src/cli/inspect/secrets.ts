/** The secrets to try: from the command line, the environment, files. None is ever printed. */
import { readFileSync } from 'node:fs'
import { plainValue, settingsOf } from '../keys/env-file.ts'
import type { GivenSecret } from './finding.ts'

/** Where secrets are, in the order in which they are tried. */
export interface SecretSources {
  readonly secret: readonly string[]
  readonly env: readonly string[]
  readonly file: readonly string[]
  readonly envFile: readonly string[]
}

/**
 * Reads all of them.
 *
 * @throws Error a sentence that says which is missing, and how to give it
 */
export function readSecrets(sources: SecretSources): readonly GivenSecret[] {
  return [
    ...sources.secret.map((value, index) => given(`--secret ${index + 1}`, value)),
    ...sources.env.map((name) =>
      given(
        name,
        process.env[name] ?? '',
        `: export it (export ${name}), or name its file: --env-file .env`,
      ),
    ),
    ...sources.file.map((file) => given(file, secretIn(file))),
    ...sources.envFile.flatMap(secretsIn),
  ]
}

function given(name: string, value: string, advice = ''): GivenSecret {
  if (value !== '') return { name, value }
  throw new Error(`the secret of ${name} is empty or not set${advice}`)
}

/** Without the line break that an editor leaves at its end. */
function secretIn(file: string): string {
  const text = textOf(file)
  const settings = settingsOf(text).filter(({ name, raw }) => /^[A-Z_]+$/.test(name) && raw !== '')
  if (settings.length === 0) return text.replace(/\r?\n$/, '')
  throw new Error(
    `${file} is no secret but an env file, by its look: give it with --env-file ${file}`,
  )
}

/** What looks like a secret, by its name or its value; to try one more does no harm. */
function secretsIn(file: string): GivenSecret[] {
  const found = settingsOf(textOf(file)).flatMap((setting) => {
    const { name } = setting
    const value = plainValue(setting)
    const isMeant = /SECRET|KEY|SALT|PASSWORD/i.test(name) || /^[\w+/-]{32,}=*$/.test(value)
    return isMeant && value !== '' ? [{ name, value }] : []
  })
  if (found.length > 0) return found
  throw new Error(`${file} holds nothing that looks like a secret`)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Error(`${file} cannot be read: ${code}`)
  }
}
