/**
 * The text of a refresh token: `hpr_` and the base64url of
 *
 *     id of the session (16 bytes) | secret (32) | tag (16)
 *
 * The id says where to look. The tag is an HMAC of the rest under a key of the session: it proves
 * that we made the token, however long ago, so that nobody can end a session by inventing one.
 */
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { decode, encode } from '../../crypto/base64url.ts'
import { equalBytes } from '../../crypto/equal.ts'

const PREFIX = 'hpr_'
const ID_BYTES = 16
const SECRET_BYTES = 32
const TAG_BYTES = 16

/** Bytes of `key` and of each `salt`. */
export const KEY_BYTES = 32

/** A token in its parts; whether it is a good one is not said. */
export interface TokenParts {
  readonly id: string
  readonly secret: Uint8Array
  readonly tag: Uint8Array
}

/** The parts of a text that looks like a token. Never throws. */
export function partsOf(token: unknown): TokenParts | undefined {
  const length = PREFIX.length + Math.ceil(((ID_BYTES + SECRET_BYTES + TAG_BYTES) * 4) / 3)
  if (typeof token !== 'string' || token.length !== length || !token.startsWith(PREFIX)) return
  const bytes = decode(token.slice(PREFIX.length))
  if (bytes === undefined) return
  return {
    id: encode(bytes.subarray(0, ID_BYTES)),
    secret: bytes.subarray(ID_BYTES, ID_BYTES + SECRET_BYTES),
    tag: bytes.subarray(ID_BYTES + SECRET_BYTES),
  }
}

/** Whether a text is the id of a session as we write it. */
export function isSessionId(id: unknown): id is string {
  return typeof id === 'string' && decode(id)?.length === ID_BYTES
}

/** The token of a secret. */
export function tokenOf(id: string, secret: Uint8Array, key: Uint8Array): string {
  const bytes = Buffer.concat([Buffer.from(id, 'base64url'), secret, tagOf(id, secret, key)])
  return PREFIX + encode(bytes)
}

/** Whether we made this token. */
export function isAuthentic({ id, secret, tag }: TokenParts, key: Uint8Array): boolean {
  return equalBytes(tag, tagOf(id, secret, key))
}

/** What is kept of a secret. It has 256 random bits, so a plain hash is enough. */
export function digestOf(secret: Uint8Array): Buffer {
  return createHash('sha256').update('hallpass/refresh/v1/kept').update(secret).digest()
}

/**
 * The secret that follows: HKDF-SHA256 (RFC 5869) of the one before. Who has that one and the salt
 * of the store can make it again; who has one of the two cannot.
 */
export function successorOf(id: string, secret: Uint8Array, salt: Uint8Array): Uint8Array {
  const info = `hallpass/refresh/v1/successor/${id}`
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, SECRET_BYTES))
}

function tagOf(id: string, secret: Uint8Array, key: Uint8Array): Uint8Array {
  const mac = createHmac('sha256', key).update(`hallpass/refresh/v1/tag/${id}`).update(secret)
  return mac.digest().subarray(0, TAG_BYTES)
}
