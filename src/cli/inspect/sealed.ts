/** hallpass's own sealed values. */
import { createKeyring, type Keyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import { HallpassError } from '../../errors.ts'
import type { Question, Recogniser } from './finding.ts'
import { isJson } from './json-text.ts'
import { type Tried, tryEach } from './trials.ts'

/** What hallpass itself seals. */
export const OWN_PURPOSES: Readonly<Record<string, string>> = {
  session: 'a session of hallpass',
  'stored-session': 'a session of hallpass, as it lies in a store',
  'flask-session': "hallpass's own part of a Flask session",
  'login-transaction': 'a login of hallpass that is under way',
  'login-loop': "hallpass's count of logins in a row",
  'logout-return': 'a logout of hallpass that is under way',
  'consent-visitor': 'who a visitor is at the consent service',
  'consent-notice': 'a notice of the consent service, for one page',
  'consent-form': "the proof of a form's origin at the consent service",
  'consent-dashboard': 'a login to the dashboard of the consent service',
  'consent-state': 'what a site keeps of a visitor on the way to the consent service',
}

/** Key id, nonce and tag, in bytes. */
const LEAST_BYTES = 44

interface Inside {
  readonly purpose: string
  readonly text: string
}

/** `hp1.…`, whole or the first of several cookies. */
export const sealed: Recogniser = (value, question) => {
  const [, count] = /^c(\d+)\.hp1\./.exec(value) ?? []
  if (count !== undefined) {
    const note =
      `It is the first of ${count} cookies: paste the whole Cookie line, in which the others, ` +
      'NAME.1 and so on, are too.'
    const format = 'the first piece of a sealed value of hallpass'
    return { kind: 'hallpass', format, expiry: INSIDE, trials: [], notes: [note] }
  }
  if (!value.startsWith('hp1.')) return undefined
  const bytes = Buffer.from(value.slice(4), 'base64url')
  const id = bytes.length < LEAST_BYTES ? undefined : bytes.readUInt32BE(0)
  const { trials, inside } = trySecrets(value, id, question)
  const times = inside && timesOf(inside.text)
  return {
    kind: 'hallpass',
    format: formatOf(inside?.purpose, id),
    madeAt: times?.seenAt ?? times?.startedAt,
    expiry: isSession(inside?.purpose) ? TIMEOUTS : INSIDE,
    contents: inside && contentsOf(inside),
    trials,
    notes: id === undefined ? ['It is too short to be whole: it was cut.'] : [],
  }
}

const INSIDE = 'what is inside decides'
const TIMEOUTS = 'the app decides, by its idle and absolute time-outs'

function isSession(purpose: string | undefined): boolean {
  return purpose === 'session' || purpose === 'stored-session'
}

function formatOf(purpose: string | undefined, id: number | undefined): string {
  const key = id === undefined ? '' : `, key id ${hex(id)}`
  if (purpose === undefined) return `a sealed value of hallpass${key}`
  const known = OWN_PURPOSES[purpose]
  return `${known ?? `a value of Sealer for ${JSON.stringify(shown(purpose))}`}${key}`
}

/** The purposes of apps have a prefix, so that they are none of hallpass's own. */
function shown(purpose: string): string {
  return purpose.replace(/^app:/, '')
}

function hex(id: number): string {
  return id.toString(16).padStart(8, '0')
}

function trySecrets(value: string, id: number | undefined, question: Question): Tried<Inside> {
  const purposes = [
    ...Object.keys(OWN_PURPOSES),
    ...question.purposes.map((purpose) => `app:${purpose}`),
  ]
  return tryEach(
    question.secrets,
    (secret) => {
      const keyring = keyringOf(secret)
      for (const purpose of keyring === undefined ? [] : purposes) {
        const opened = keyring && new PurposeSeal(keyring, purpose).open(value)
        if (!opened?.ok) continue
        return { how: `purpose ${shown(purpose)}`, inside: { purpose, text: opened.plaintext } }
      }
      return undefined
    },
    (secret) => refusal(keyringOf(secret), id, purposes),
  )
}

function refusal(keyring: Keyring | undefined, id: number | undefined, purposes: string[]): string {
  if (keyring === undefined) return 'hallpass takes none of under 16 bytes'
  const named = purposes.find((purpose) => keyring.derive(purpose)[0].id === id)
  if (named !== undefined) {
    return `its key for ${shown(named)} has this key id, so the value was changed or cut`
  }
  return `has this key id for none of ${purposes.map(shown).join(', ')}; --purpose names another`
}

/** Undefined for a secret that hallpass does not take. */
function keyringOf(secret: string): Keyring | undefined {
  try {
    return createKeyring([secret])
  } catch (error) {
    if (error instanceof HallpassError) return undefined
    throw error
  }
}

function contentsOf({ purpose, text }: Inside): { text: string; json: boolean } {
  const isOwn = Object.hasOwn(OWN_PURPOSES, purpose)
  return { text: isOwn ? withoutTokens(text) : text, json: isJson(text) }
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

function timesOf(text: string): { seenAt?: number; startedAt?: number } {
  const value: unknown = isJson(text) ? JSON.parse(text) : undefined
  const time = (name: string) => {
    const found: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
    return typeof found === 'number' ? { [name]: found } : {}
  }
  return { ...time('seenAt'), ...time('startedAt') }
}
