/** The secrets of Python's formats: what Python takes, with a warning where it is too little. */
import { warnOfShort } from '../crypto/short-secret.ts'
import { type ConfigIssue, HallpassError } from '../errors.ts'

/** A secret: text, which counts as UTF-8, or bytes. */
export type Secret = string | Uint8Array

/**
 * One secret, or several with the newest first: the first signs, all of them verify. Undefined is
 * what `process.env` gives for what is not set: the first of them must be there when the program
 * runs, and others that are undefined are left out, as in `secrets` of `createHallpass`.
 */
export type Secrets = Secret | undefined | readonly (Secret | undefined)[]

/**
 * The secrets as a list. One that is shorter than 16 bytes is warned of, once for each place. A
 * list that came from here can be given again, and is not warned of again.
 *
 * @param where - What the option is called in an error.
 * @param owner - The class that is given them, for the error.
 * @throws HallpassError `invalid_config` with an issue for each secret that is empty or missing
 */
export function secretList(
  secrets: Secrets,
  where = 'secrets',
  owner = '',
): readonly [Buffer, ...Buffer[]] {
  const given: readonly (Secret | undefined)[] = isList(secrets) ? secrets : [secrets]
  const issues: ConfigIssue[] = []
  const usable: Buffer[] = []
  for (const [i, secret] of given.entries()) {
    // What an older secret's variable no longer holds is left out; the newest must be there.
    if (secret === undefined && i > 0) continue
    const path = isList(secrets) ? `${where}[${i}]` : where
    const message = faultOf(secret)
    if (message !== undefined) issues.push({ path, message })
    else usable.push(taken(secret ?? '', placeOf(owner, path)))
  }
  const [newest, ...older] = issues.length > 0 ? [] : usable
  if (newest === undefined) {
    if (issues.length === 0) issues.push({ path: where, message: `is an empty list; ${WAY_OUT}` })
    const listed = issues.map(({ path, message }) => `${spoken(path)} ${message}`).join('\n')
    const text = owner === '' ? listed : `${owner}: ${listed}`
    throw new HallpassError('invalid_config', text, { issues })
  }
  return [newest, ...older]
}

/** What `secretList` made, and has warned of. */
const known = new WeakSet<Uint8Array>()

/** A copy of a secret as bytes. */
function taken(secret: Secret, place: string): Buffer {
  const bytes = Buffer.from(secret)
  if (typeof secret === 'string' || !known.has(secret)) {
    warnOfShort(bytes.length, place, 'signs values')
  }
  known.add(bytes)
  return bytes
}

function placeOf(owner: string, path: string): string {
  return [owner, path === 'secrets' && owner !== '' ? '' : path].filter(Boolean).join(', ')
}

function spoken(path: string): string {
  return path === 'secrets' ? 'the secret' : path
}

const WAY_OUT = 'npx hallpass keys new makes one'

function faultOf(secret: unknown): string | undefined {
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
    const what = secret === undefined ? 'is empty' : 'is neither text nor bytes'
    return `${what}; is an environment variable not set? ${WAY_OUT}`
  }
  if (secret.length > 0) return undefined
  return `is empty; is an environment variable not set? ${WAY_OUT}`
}

function isList(secrets: Secrets): secrets is readonly (Secret | undefined)[] {
  return Array.isArray(secrets)
}
