/** The secrets of Python's formats: what Python takes, with a warning where it is too little. */
import { MIN_SECRET_BYTES } from '../crypto/keyring.ts'
import { type ConfigIssue, HallpassError } from '../errors.ts'

/** A secret: text, which counts as UTF-8, or bytes. */
export type Secret = string | Uint8Array

/** One secret, or several with the newest first: the first signs, all of them verify. */
export type Secrets = Secret | readonly Secret[]

/**
 * The secrets as a list. One that is shorter than 16 bytes is warned of, once in a process.
 *
 * @param where - What the option is called in an error.
 * @throws HallpassError `invalid_config` with an issue for each secret that is empty or missing
 */
export function secretList(secrets: Secrets, where = 'secrets'): readonly [Buffer, ...Buffer[]] {
  const given = Array.isArray(secrets) ? secrets : [secrets]
  const issues = given.flatMap((secret, i): ConfigIssue[] => {
    const path = Array.isArray(secrets) ? `${where}[${i}]` : where
    if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
      return [{ path, message: 'is neither text nor bytes; is an environment variable not set?' }]
    }
    return secret.length === 0 ? [{ path, message: 'is empty; anybody could sign with it' }] : []
  })
  const [newest, ...older] = issues.length > 0 ? [] : given.map((secret) => Buffer.from(secret))
  if (newest === undefined) {
    if (issues.length === 0) issues.push({ path: where, message: 'is an empty list' })
    const listed = issues.map((issue) => `${issue.path} ${issue.message}`).join('\n')
    throw new HallpassError('invalid_config', listed, { issues })
  }
  const shortest = Math.min(...[newest, ...older].map((secret) => secret.length))
  if (shortest < MIN_SECRET_BYTES) warnOfShort(shortest)
  return [newest, ...older]
}

let warned = false

function warnOfShort(bytes: number): void {
  if (warned) return
  warned = true
  const message =
    `a secret of ${bytes} bytes signs values: who gets one can find it by trying. ` +
    'Python takes it and so does hallpass; `npx hallpass keys new` makes a better one.'
  // Where there is no process (Workers), there is a console.
  if (typeof process === 'object' && typeof process.emitWarning === 'function') {
    process.emitWarning(message, { type: 'HallpassWarning', code: 'HALLPASS_SHORT_SECRET' })
  } else {
    console.warn(`[hallpass] ${message}`)
  }
}
