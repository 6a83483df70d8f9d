/** Fernet tokens. */
import { decodePadded } from '../../crypto/base64url.ts'
import { Fernet } from '../../crypto/fernet.ts'
import { fernetKeyOf } from '../../crypto/fernet-keys.ts'
import { HallpassError } from '../../errors.ts'
import type { Recogniser } from './finding.ts'
import { isJson } from './json-text.ts'
import { type Opening, tryEach } from './trials.ts'

/** Version, time, IV, one block and the signature, in bytes. */
const LEAST_BYTES = 73

/** `gAAAA…`. */
export const fernet: Recogniser = (value, { secrets }) => {
  const token = padded(value)
  const bytes = decodePadded(token)
  if (bytes === undefined || bytes[0] !== 0x80 || bytes.length < LEAST_BYTES) return undefined
  const { trials, inside } = tryEach(
    secrets,
    (secret) => opened(secret, token),
    () => 'tried as a Fernet key, and made into one by SHA-256',
  )
  return {
    kind: 'fernet',
    format: 'a Fernet token',
    madeAt: Number(bytes.readBigUInt64BE(1)),
    expiry: 'who reads it decides, by a ttl',
    contents:
      inside?.text === undefined ? undefined : { text: inside.text, json: isJson(inside.text) },
    trials,
    notes: [
      ...(token === value ? [] : ['The "=" at its end is missing: services refuse it so.']),
      ...(inside !== undefined && inside.text === undefined ? ['It holds no text.'] : []),
    ],
  }
}

/** Cookies and addresses lose the padding on their way. */
function padded(value: string): string {
  // No regular expression: /=+$/ begins anew at each of a million equals signs.
  let end = value.length
  while (value[end - 1] === '=') end -= 1
  const whole = value.slice(0, end).padEnd(Math.ceil(end / 4) * 4, '=')
  return value.length < whole.length ? whole : value
}

function opened(
  secret: string,
  token: string,
): Opening<{ readonly text: string | undefined }> | undefined {
  for (const [key, how] of [
    [secret, 'as the Fernet key'],
    [fernetKeyOf(secret), 'its SHA-256 is the Fernet key (fernetKeyFromSecret)'],
  ] as const) {
    try {
      return { how, inside: { text: new Fernet(key).decrypt(token) } }
    } catch (error) {
      if (!(error instanceof HallpassError)) throw error
      // Signed by this key, and yet no text.
      if (error.code === 'bad_payload') return { how, inside: { text: undefined } }
    }
  }
  return undefined
}
