/**
 * The app's secrets, and the keys made from them: one for each purpose, so that what was sealed
 * or signed for one purpose is nothing to another.
 */

import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import { isPlaceholder, isSample, PLACEHOLDER, SAMPLE } from './placeholder.ts'
import { MIN_SECRET_BYTES } from './short-secret.ts'

const KEY_BYTES = 32
const ID_BYTES = 4

/** A key for one purpose, made from one secret. */
export interface DerivedKey {
  /** 32 bits that name the key in what it sealed; not secret, and another for each purpose. */
  readonly id: number
  /** 32 bytes, as the object that ciphers and HMAC take without preparing it for every call. */
  readonly key: KeyObject
}

/** The app's secrets, newest first. */
export interface Keyring {
  /**
   * The keys for `purpose`, newest first and never empty: the first one writes, all of them read.
   * They are made at the first call and remembered, so a purpose is a fixed word of the program,
   * never something from a request.
   */
  derive(purpose: string): readonly [DerivedKey, ...DerivedKey[]]
}

/**
 * A keyring over the app's secrets, newest first. To rotate, put the new secret in front and take
 * the old one out when nothing sealed under it is left. A secret that is listed twice counts once.
 *
 * Keys are HKDF-SHA256 (RFC 5869) of the secret with the salt `hallpass` and the info
 * `hallpass/v1/<purpose>`.
 *
 * @throws HallpassError `invalid_config` with an issue for each secret that is missing, shorter than
 * 16 bytes, or a placeholder or sample of the docs.
 *
 * @example
 * const keyring = createKeyring([newSecret, oldSecret])
 * const [newest] = keyring.derive('session')
 */
export function createKeyring(secrets: readonly string[]): Keyring {
  const [first, ...older] = usableSecrets(secrets)
  const derived = new Map<string, readonly [DerivedKey, ...DerivedKey[]]>()
  return {
    derive(purpose) {
      const known = derived.get(purpose)
      if (known !== undefined) return known
      const made = [
        deriveKey(first, purpose),
        ...older.map((secret) => deriveKey(secret, purpose)),
      ] as const
      derived.set(purpose, made)
      return made
    },
  }
}

function deriveKey(secret: string, purpose: string): DerivedKey {
  // One output for both: HKDF's blocks are independent, and the id lies in the second. An info of
  // its own for the id would be the info of the key of some other purpose.
  const bytes = Buffer.from(
    hkdfSync(
      'sha256',
      Buffer.from(secret),
      'hallpass',
      `hallpass/v1/${purpose}`,
      KEY_BYTES + ID_BYTES,
    ),
  )
  return {
    id: bytes.readUInt32BE(KEY_BYTES),
    key: createSecretKey(bytes.subarray(0, KEY_BYTES)),
  }
}

/** The secrets without repetition; throws what is wrong with them, all at once. */
function usableSecrets(secrets: readonly string[]): [string, ...string[]] {
  const issues: ConfigIssue[] = []
  for (const [index, secret] of secrets.entries()) {
    const message = fault(secret)
    if (message !== undefined) issues.push({ path: `secrets[${index}]`, message })
  }
  const [first, ...older] = new Set(secrets)
  if (first === undefined && issues.length === 0) {
    issues.push({ path: 'secrets', message: `is empty; ${ADVICE}` })
  }
  if (first === undefined || issues.length > 0) {
    const listed = issues.map((issue) => `${issue.path} ${issue.message}`).join('\n')
    throw new HallpassError('invalid_config', listed, { issues })
  }
  return [first, ...older]
}

const ADVICE =
  'write at least one secret of 32 random bytes, such as `npx hallpass keys new` prints'

function fault(secret: unknown): string | undefined {
  // An unset environment variable comes as undefined, whatever the types say.
  if (typeof secret !== 'string')
    return `is not a text; is an environment variable not set? ${ADVICE}`
  if (secret === '') return `is empty; is an environment variable not set? ${ADVICE}`
  if (isPlaceholder(secret)) return PLACEHOLDER
  if (isSample(secret)) return `${SAMPLE}: \`npx hallpass keys new\` prints one of your own`
  const size = Buffer.byteLength(secret)
  if (size >= MIN_SECRET_BYTES) return undefined
  return `has ${size} bytes and needs at least ${MIN_SECRET_BYTES}; ${ADVICE}`
}
