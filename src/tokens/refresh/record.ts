/** What a store keeps of a session: nothing that a token could be made of. */
import * as v from 'valibot'
import { decode, encode } from '../../crypto/base64url.ts'
import { HallpassError } from '../../errors.ts'
import type { StoreValue } from '../../stores/store.ts'
import { isJsonObject, type JsonObject, parsedJson } from './json.ts'
import { KEY_BYTES } from './token.ts'
import type { RefreshSession } from './types.ts'

/** A spent secret that may still come. */
export interface Spent {
  /** Its digest. */
  readonly digest: Uint8Array
  /** What its successor was derived with. */
  readonly salt: Uint8Array
  /** When it was spent. */
  readonly spentAt: number
  /** When its successor was made: later than `spentAt` after an answer was lost. */
  readonly at: number
}

/** The chain of a session's secrets, as far as it matters. */
export interface Chain {
  /** The key of the tags. */
  readonly key: Uint8Array
  /** The digest of the secret that is good. */
  readonly current: Uint8Array
  /** What its successor will be derived with, and the digest of that. */
  readonly salt: Uint8Array
  readonly next: Uint8Array
  /** Newest first; the successor of the first is the current one. */
  readonly spent: readonly Spent[]
}

/** A session with its chain. */
export interface SessionRecord {
  readonly session: RefreshSession
  readonly chain: Chain
}

/** The value for a store. */
export function written({ session, chain }: SessionRecord): string {
  const { key, current, salt, next, spent } = chain
  const { label, ...rest } = session
  return JSON.stringify({
    v: 1,
    ...rest,
    label: label ?? null,
    chain: {
      ...{ key: encode(key), current: encode(current), salt: encode(salt), next: encode(next) },
      spent: spent.map((one) => ({ ...one, digest: encode(one.digest), salt: encode(one.salt) })),
    },
  })
}

/**
 * What `written` wrote.
 *
 * @throws HallpassError `store_unavailable` for anything else: nobody is signed out by it
 */
export function read(value: StoreValue): SessionRecord {
  const found = readable(value)
  if (found !== undefined) return found
  throw new HallpassError('store_unavailable', 'The store holds no session where one belongs.')
}

/** The same; undefined for anything else. */
export function readable(value: StoreValue): SessionRecord | undefined {
  const result = v.safeParse(record, typeof value === 'string' ? parsedJson(value) : undefined)
  if (!result.success) return undefined
  const { chain, v: _, label, ...rest } = result.output
  return { session: { ...rest, label: label ?? undefined }, chain }
}

const bytes = v.pipe(
  v.string(),
  v.transform(decode),
  v.custom<Buffer>((input) => Buffer.isBuffer(input) && input.length === KEY_BYTES),
)
const time = v.pipe(v.number(), v.finite())

const record = v.strictObject({
  v: v.literal(1),
  id: v.string(),
  sub: v.string(),
  label: v.nullable(v.string()),
  data: v.custom<JsonObject>(isJsonObject),
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time,
  chain: v.strictObject({
    key: bytes,
    current: bytes,
    salt: bytes,
    next: bytes,
    spent: v.array(v.strictObject({ digest: bytes, salt: bytes, spentAt: time, at: time })),
  }),
})
