/** What the browser's script posts when a visitor chose, read with care. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { isWireConsent, type WireConsent } from '../wire/values.ts'
import type { Sent } from './client.ts'
import { instantOf } from './time.ts'

/** Bytes of a body that are read. */
const MAX_BODY = 16_384

const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/

const categories = v.pipe(
  v.record(v.pipe(v.string(), v.regex(ID)), v.boolean()),
  v.check((given) => Object.keys(given).length <= 64),
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
      ),
    ),
  }),
  v.check(({ act, preferences }) => preferences.consent !== 'unset' || act === 'gpc'),
)

/**
 * The choice in a request's body.
 *
 * @throws `bad_request` for another media type, for what is no JSON, and for what is no choice;
 * `body_too_large` above 16 KB
 */
export async function readSentBody(exchange: Exchange): Promise<Sent> {
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
  return {
    preferences: { consent, ...(categories !== undefined && { categories }) },
    ...(act !== undefined && { act }),
    ...(policy !== undefined && { policy }),
    ...(chosen_at !== undefined && { chosen_at }),
  }
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
