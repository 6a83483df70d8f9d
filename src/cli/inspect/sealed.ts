/** hallpass's own sealed values, and Fernet tokens. */
import { decodePadded } from '../../crypto/base64url.ts'
import { Fernet } from '../../crypto/fernet.ts'
import { fernetKeyFromSecret } from '../../crypto/fernet-keys.ts'
import { createKeyring, type Keyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import { HallpassError } from '../../errors.ts'
import type { Finding, Question, Recogniser } from './finding.ts'

/** What hallpass itself seals. */
const OWN_PURPOSES: Readonly<Record<string, string>> = {
  session: 'a session of hallpass',
  'flask-session': "hallpass's own part of a Flask session",
  'login-transaction': 'a login of hallpass that is under way',
  'login-loop': "hallpass's count of logins in a row",
  'logout-return': 'a logout of hallpass that is under way',
}

/** `hp1.…`, whole or the first of several cookies. */
export const own: Recogniser = (value, question) => {
  const chunked = /^c(\d+)\.hp1\./.exec(value)
  if (chunked !== null) {
    const notes = [
      `It is the first of ${chunked[1]} cookies: NAME, NAME.1, …; join their values, without "c${chunked[1]}.".`,
    ]
    return { format: 'a part of a sealed value of hallpass', expiry: 'its text decides', notes }
  }
  if (!value.startsWith('hp1.')) return undefined
  const bytes = Buffer.from(value.slice(4), 'base64url')
  const notes =
    bytes.length < 44
      ? ['It is too short: it was cut.']
      : [`Its key id is ${bytes.readUInt32BE(0)}.`]
  return (
    opened(value, question, notes) ?? {
      format: 'a sealed value of hallpass',
      expiry: 'what is inside decides',
      notes,
    }
  )
}

function opened(value: string, question: Question, notes: readonly string[]): Finding | undefined {
  const named = question.purposes.flatMap((purpose) => [`app:${purpose}`, purpose])
  for (const { name: secret, value: text } of question.secrets) {
    const keyring = keyringOf(text)
    if (keyring === undefined) continue
    for (const purpose of [...named, ...Object.keys(OWN_PURPOSES)]) {
      const result = new PurposeSeal(keyring, purpose).open(value)
      if (!result.ok) continue
      const shown = purpose.replace(/^app:/, '')
      return {
        format: OWN_PURPOSES[purpose] ?? `a value of Sealer for the purpose "${shown}"`,
        expiry: 'what is inside decides',
        contents: { value: parsed(withoutTokens(result.plaintext)) },
        key: { secret, how: `purpose ${shown}` },
        notes,
      }
    }
  }
  return undefined
}

/** Shorter secrets than hallpass takes open nothing. */
function keyringOf(secret: string): Keyring | undefined {
  try {
    return createKeyring([secret])
  } catch (error) {
    if (error instanceof HallpassError) return undefined
    throw error
  }
}

/** Fernet: `gAAAA…`. */
export const fernet: Recogniser = (value, question) => {
  const bytes = decodePadded(value)
  if (bytes === undefined || bytes[0] !== 0x80 || bytes.length < 73) return undefined
  const madeAt = Number(bytes.readBigUInt64BE(1))
  const finding = {
    format: 'a Fernet token',
    madeAt,
    expiry: 'the reader decides, by its ttl',
    notes: [],
  }
  for (const { name: secret, value: text } of question.secrets) {
    for (const [key, how] of [
      [text, 'the secret is the Fernet key'],
      [fernetKeyFromSecret(text), 'the key is made of the secret by SHA-256'],
    ] as const) {
      const plaintext = decrypted(key, value)
      if (plaintext === undefined) continue
      return { ...finding, contents: { value: parsed(plaintext) }, key: { secret, how } }
    }
  }
  return finding
}

function decrypted(key: string, token: string): string | undefined {
  try {
    return new Fernet(key).decrypt(token)
  } catch (error) {
    if (error instanceof HallpassError) return undefined
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Tokens inside a session still open doors: their beginning is enough to tell them apart. */
function withoutTokens(text: string): string {
  const token = /("\w*(?:token|verifier|secret)":\s*")([^"\\]{7,})(?=")/gi
  return text.replace(
    token,
    (_all, name: string, value: string) =>
      `${name}${value.slice(0, 6)}… (${value.length} characters)`,
  )
}
