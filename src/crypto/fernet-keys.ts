/** The keys of Fernet: 16 bytes that sign and 16 that encrypt, written as one base64 text. */

import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import { encodePadded } from './base64url.ts'
import { warnOfShort } from './short-secret.ts'

/** One key, with what `createHmac` and `createCipheriv` take without preparing it for every call. */
export interface FernetKey {
  readonly signing: KeyObject
  readonly encryption: KeyObject
}

/**
 * The Fernet key that flask-cognito-lib makes of Flask's `SECRET_KEY`: its SHA-256, as base64url.
 * Not for a password that a person made up; it does nothing against guessing. Below 16 bytes a
 * warning is given.
 *
 * @throws HallpassError `invalid_config` when `secret` is empty.
 *
 * @example
 * new Fernet(fernetKeyFromSecret(secretKey)).decrypt(cookies.cognito_refresh_token)
 */
export function fernetKeyFromSecret(secret: string): string {
  if (typeof secret !== 'string' || secret === '') {
    throw new HallpassError(
      'invalid_config',
      'fernetKeyFromSecret: the secret is empty; is an environment variable not set?',
    )
  }
  warnOfShort(Buffer.byteLength(secret), 'fernetKeyFromSecret', 'encrypts tokens')
  return fernetKeyOf(secret)
}

/** The same without a look at the secret, where it is only tried. */
export function fernetKeyOf(secret: string): string {
  return encodePadded(createHash('sha256').update(secret).digest())
}

/**
 * The keys of a list, in its order.
 *
 * @throws HallpassError `invalid_config` with an issue for each key that is not 32 bytes in base64
 * with padding, or when there is none.
 */
export function parseFernetKeys(
  keys: readonly (string | undefined)[],
): [FernetKey, ...FernetKey[]] {
  const issues: ConfigIssue[] = []
  const parsed: FernetKey[] = []
  for (const [index, key] of keys.entries()) {
    // What an older key's variable no longer holds is left out; the newest must be there.
    if (key === undefined && index > 0) continue
    // Python takes both alphabets of base64 here, so both are in use.
    if (typeof key === 'string' && /^[\w+/-]{43}=$/.test(key)) parsed.push(splitKey(key))
    else issues.push({ path: `keys[${index}]`, message: faultOf(key) })
  }
  const [newest, ...older] = parsed
  if (newest === undefined && issues.length === 0) {
    issues.push({ path: 'keys', message: `is empty; ${WAY_OUT}` })
  }
  if (newest === undefined || issues.length > 0) {
    const listed = issues.map((issue) => `${issue.path} ${issue.message}`).join('\n')
    throw new HallpassError('invalid_config', `Fernet: ${listed}`, { issues })
  }
  return [newest, ...older]
}

const WAY_OUT = 'npx hallpass keys new --fernet makes one'

function faultOf(key: unknown): string {
  return key === undefined || key === ''
    ? `is empty; is an environment variable not set? ${WAY_OUT}`
    : `must be 32 bytes in base64 (44 letters); ${WAY_OUT}`
}

/** The first half signs and the second encrypts, as the specification says. */
function splitKey(key: string): FernetKey {
  const bytes = Buffer.from(key, 'base64url')
  return {
    signing: createSecretKey(bytes.subarray(0, 16)),
    encryption: createSecretKey(bytes.subarray(16)),
  }
}
