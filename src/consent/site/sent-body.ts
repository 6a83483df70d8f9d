/** What the browser's script posts when a visitor chose, read with care. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import type { Category, Choices } from '../wire/categories.ts'
import { isWireConsent, type WireConsent } from '../wire/values.ts'
import type { Sent } from './client.ts'
import { chosenAfter, instantOf } from './time.ts'

/** Bytes of a body that are read. */
const MAX_BODY = 16_384

/** Not `v.record`, which leaves out `__proto__`: what is there must be right, or be refused. */
const categories = v.custom<Choices>(
  (given) => isObject(given) && Object.values(given).every((is) => typeof is === 'boolean'),
)

const body = v.pipe(
  v.object({
    preferences: v.object({
      consent: v.custom<WireConsent>(isWireConsent),
      categories: v.optional(categories),
    }),
    act: v.optional(v.picklist(['accept_all', 'reject_all', 'saved', 'gpc', 'sync'])),
    policy: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    chosen_at: v.optional(
      v.pipe(
        v.string(),
        v.check((at) => instantOf(at) !== undefined),
        v.transform((at) => chosenAfter(at, undefined, 0)),
      ),
    ),
  }),
  v.check(({ act, preferences }) => preferences.consent !== 'unset' || act === 'gpc'),
)

/**
 * The choice in a request's body.
 *
 * @param declared - The categories of the site: another one was asked about nowhere.
 * @throws `bad_request` for another media type, for what is no JSON, and for what is no choice;
 * `body_too_large` above 16 KB
 */
export async function readSentBody(
  exchange: Exchange,
  declared: readonly Category[],
): Promise<Sent> {
  const mediaType = exchange.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') throw bad('it must be application/json')
  const text = (await exchange.body?.(MAX_BODY)) ?? ''
  if (Buffer.byteLength(text) > MAX_BODY) {
    throw new HallpassError('body_too_large', `The body is larger than ${MAX_BODY} bytes.`)
  }
  const said = v.safeParse(body, parsed(text))
  if (!said.success) throw bad('it is no choice')
  const { preferences, act, policy, chosen_at } = said.output
  const { consent, categories } = preferences
  const known = new Set(declared.map(({ id }) => id))
  if (!Object.keys(categories ?? {}).every((id) => known.has(id))) {
    throw bad('it names a category that the site does not have')
  }
  return {
    preferences: { consent, ...(categories !== undefined && { categories }) },
    ...(act !== undefined && { act }),
    ...(policy !== undefined && { policy }),
    ...(chosen_at !== undefined && { chosen_at }),
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw bad('it is no JSON')
  }
}

function bad(why: string): HallpassError {
  return new HallpassError('bad_request', `The body cannot be used: ${why}.`)
}
