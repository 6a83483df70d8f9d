/** What the service's answers hold, each member checked: another site's service is no part of ours. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import { isWireConsent, type WireConsent } from '../wire/values.ts'
import type { Remote } from './decide.ts'

/** Seconds after which it is worth trying again: the health is asked as often. */
export const RETRY_AFTER = 15
/** Bytes of an answer that are read. */
export const MAX_ANSWER = 16_384

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether it is a UUID, of any version: not every service makes those that ours does. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}

const policy = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const updatedAt = v.nullish(v.pipe(v.string(), v.maxLength(64)))
const preferences = v.object({
  consent: v.custom<WireConsent>(isWireConsent),
  categories: v.optional(v.record(v.string(), v.boolean())),
})

const token = v.object({ user_uuid: v.custom<string>(isUuid) })
const status = v.object({
  status: v.pipe(v.string(), v.maxLength(64)),
  state: v.optional(v.unknown()),
  policy: v.optional(v.unknown()),
})
const remote = v.object({ preferences, updated_at: updatedAt, policy: v.optional(policy) })
const saved = v.object({
  preferences: v.optional(preferences),
  updated_at: updatedAt,
  policy: v.optional(policy),
})

/** What a service says of itself. */
export interface Status {
  /** Whether it passes `state` through: it is ours. */
  readonly ours: boolean
  /** The version of the policy in force. */
  readonly policy: number | undefined
}

/** What a service of the original make says: a short text, `OK` or the name of its version. */
const SHORT_TEXT = /^[^<]{1,64}$/
/** Flask calls a text that a view returns HTML; a page of a proxy is more than one word. */
const ONE_WORD = /^[\w.:+-]{1,64}$/

/**
 * The status of a service that answered 200: JSON with a `status`, or a short text. Undefined for
 * what no service answers: a page of a proxy, or one that says that there is maintenance.
 *
 * @param type - The media type of the answer.
 */
export function readStatus(text: string, type: string): Status | undefined {
  if (type === 'text/plain' || type === 'text/html') {
    const isShort = (type === 'text/plain' ? SHORT_TEXT : ONE_WORD).test(text.trim())
    return isShort && Buffer.byteLength(text) <= 64 ? { ours: false, policy: undefined } : undefined
  }
  const said = type === 'application/json' ? v.safeParse(status, parsed(text)) : undefined
  if (said?.success !== true) return undefined
  const version = v.safeParse(policy, said.output.policy)
  return {
    ours: said.output.state === true,
    policy: version.success ? version.output : undefined,
  }
}

/** The visitor of a code. @throws `consent_unavailable` */
export function readToken(text: string): string {
  return checked(token, text, 'a token').user_uuid.toLowerCase()
}

/** What a visitor chose. @throws `consent_unavailable` */
export function readRemote(text: string): Remote {
  const said = checked(remote, text, 'preferences')
  return {
    consent: said.preferences.consent,
    categories: said.preferences.categories,
    updatedAt: said.updated_at ?? undefined,
    policy: said.policy,
  }
}

/** What is in force after a change; undefined where the service does not say. */
export function readSaved(text: string): Remote | undefined {
  const said = v.safeParse(saved, parsed(text))
  if (!said.success || said.output.preferences === undefined) return undefined
  const { preferences: now, updated_at, policy: version } = said.output
  return {
    consent: now.consent,
    categories: now.categories,
    updatedAt: updated_at ?? undefined,
    policy: version,
  }
}

/** The code of an error that our service answered; undefined for any other answer. */
export function readCode(text: string): string | undefined {
  const said = v.safeParse(
    v.object({ code: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)) }),
    parsed(text),
  )
  return said.success ? said.output.code : undefined
}

function checked<Output>(
  schema: v.GenericSchema<unknown, Output>,
  text: string,
  what: string,
): Output {
  const said = v.safeParse(schema, parsed(text))
  if (said.success) return said.output
  const message = `The consent service answered something that is not ${what}`
  throw new HallpassError('consent_unavailable', message, { retryAfter: RETRY_AFTER })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
