/** What a site sends when a visitor chose, read with care. */
import { type Choices, choicesOf } from '../../consent/wire/categories.ts'
import { readIsoTimestamp } from '../../consent/wire/timestamp.ts'
import { isWireConsent, type WireConsent } from '../../consent/wire/values.ts'
import { HallpassError } from '../../errors.ts'
import { asked, grants, type InForce, type Version, versionAt, versionOf } from '../policy.ts'
import type { Act, Change } from '../store/port.ts'
import { isObject, type Json, member } from './json.ts'

/** A choice as it was sent; whether its categories and policy exist is not said. */
export interface Sent {
  readonly consent: WireConsent
  /** Undefined from clients that know the classic words only; else there is one at least. */
  readonly categories: Choices | undefined
  readonly act: Act
  /** The version whose text the page showed; undefined where the client does not say. */
  readonly policy: number | undefined
  /** When it was chosen, in milliseconds; for `sync` only. */
  readonly chosenAt: number | undefined
}

/** By which acts a site may say that a choice was made. */
const ACTS: ReadonlySet<unknown> = new Set<Act>([
  'accept_all',
  'reject_all',
  'saved',
  'gpc',
  'sync',
])

/** The members of the body that are of the right type. @throws `bad_request` */
export function readSent(body: Json): Sent {
  const preferences = member(body, 'preferences')
  if (!isObject(preferences)) throw bad('preferences must be an object')
  const consent = member(preferences, 'consent')
  if (!isWireConsent(consent)) throw bad('preferences.consent is not one of the five words')
  const categories = readCategories(member(preferences, 'categories'))
  const given = member(body, 'act')
  const act = given === undefined ? actOf(consent, categories) : given
  if (!isAct(act)) throw bad('act is not one of those there are')
  if (consent === 'unset' && act !== 'gpc') throw bad('"unset" is no choice')
  if (contradicts(act, consent, categories)) throw bad(`the choice is not what "${act}" means`)
  return {
    consent,
    categories,
    act,
    policy: readPolicy(member(body, 'policy')),
    chosenAt: act === 'sync' ? readChosenAt(member(body, 'chosen_at')) : undefined,
  }
}

function readCategories(value: unknown): Choices | undefined {
  if (value === undefined) return undefined
  if (!isObject(value)) throw bad('preferences.categories must be an object')
  const entries = Object.entries(value)
  if (!entries.every(isGrant)) throw bad('preferences.categories must hold true and false only')
  // Who names none says nothing but the word.
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function isGrant(entry: [string, unknown]): entry is [string, boolean] {
  return typeof entry[1] === 'boolean'
}

function isAct(value: unknown): value is Act {
  return ACTS.has(value)
}

/** What an older client's choice was done by. */
function actOf(consent: WireConsent, categories: Choices | undefined): Act {
  const said = new Set(categories === undefined ? [] : Object.values(categories))
  if (said.size > 1) return 'saved'
  const [one] = said
  if (consent === 'all' && one !== false) return 'accept_all'
  return consent === 'essential' && one !== true ? 'reject_all' : 'saved'
}

/** A record must not say "all" of a choice that was not all: the log is there to prove it. */
function contradicts(act: Act, consent: WireConsent, categories: Choices | undefined): boolean {
  const said = categories && Object.values(categories)
  if (act === 'accept_all') return said ? said.includes(false) : consent !== 'all'
  if (act === 'reject_all') return said ? said.includes(true) : consent !== 'essential'
  return false
}

function readPolicy(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw bad('policy must be the number of a version')
  }
  return value
}

function readChosenAt(value: unknown): number {
  const at = typeof value === 'string' ? readIsoTimestamp(value) : undefined
  if (at === undefined) throw bad('chosen_at must be a time such as 2026-11-24T05:00:00Z')
  return at
}

/**
 * What was chosen, of each category that is asked about: as it was said by its name. The classic
 * word speaks only where no category is named. What nobody spoke of stays as it was, also what is
 * asked about since a later version than the page showed.
 *
 * @param version - The version that the choice was made under.
 * @throws `unknown_category`
 */
export function choicesIn(
  sent: Sent,
  version: Version,
  policy: InForce,
): Pick<Change, 'choices' | 'kept'> {
  const { act, consent, categories } = sent
  const ids = new Set(version.categories.map(({ id }) => id))
  if (!Object.keys(categories ?? {}).every((id) => ids.has(id))) {
    throw new HallpassError('unknown_category', 'The policy has no category of that name.')
  }
  if (act === 'gpc' || consent === 'unset') return { choices: undefined }
  const said = categories ?? choicesOf(consent, version.categories)
  const spoken = asked(version.categories).filter(({ id, classic }) => {
    return categories === undefined ? classic !== undefined : Object.hasOwn(categories, id)
  })
  const speaks = new Set(spoken.map(({ id }) => id))
  const open = asked([...version.categories, ...policy.categories]).map(({ id }) => id)
  const silent = [...new Set(open)].filter((id) => !speaks.has(id))
  return {
    choices: Object.fromEntries([...speaks].map((id) => [id, grants(said, id)])),
    ...(silent.length > 0 && { kept: { ids: silent, since: policy.material } }),
  }
}

/**
 * The version that a choice was made under: as the page said, else the one of that time.
 *
 * @throws `unknown_policy`
 */
export function versionFor(sent: Sent, policy: InForce): Version {
  if (sent.policy === undefined) {
    return sent.chosenAt === undefined ? policy : versionAt(policy, sent.chosenAt)
  }
  const version = versionOf(policy, sent.policy)
  if (version !== undefined) return version
  throw new HallpassError('unknown_policy', 'There is no such version of the policy.')
}

function bad(detail: string): HallpassError {
  return new HallpassError('bad_request', `The choice cannot be used: ${detail}.`)
}
