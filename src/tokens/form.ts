/** What a token is written like (RFC 7515 §3.1), before anything of it is believed. */
import { decode } from '../crypto/base64url.ts'
import { refuseToken } from './claims.ts'

/** The longest token, in characters: more does not fit into the headers of many servers. */
export const MAX_TOKEN = 8192

/** Headers that bring a key along or say where one is: nobody's word about a key is taken. */
const KEY_HEADERS = ['jku', 'jwk', 'x5u', 'x5c']

/** The type of a token: `JWT` may be left out. */
export type TokenType = 'JWT' | 'at+jwt'

/** A token in parts. None of it is verified. */
export interface Parts {
  readonly token: string
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

/**
 * The parts of a token: three of canonical base64url, so that it can be written in one way only,
 * two of which are JSON objects. A header that wants something special of us has no place in it.
 *
 * @throws HallpassError `token_invalid`
 */
export function partsOf(token: unknown): Parts {
  if (typeof token !== 'string' || token.length > MAX_TOKEN) return refuseForm()
  const [first = '', second = '', third = '', ...more] = token.split('.')
  const payload = decode(second)
  if (more.length > 0 || payload === undefined) return refuseForm()
  if (third === '' || decode(third) === undefined) return refuseForm()
  return { token, header: headerOf(first), payload: objectOf(payload) }
}

/** The good header that came last: nearly all tokens of a service have the same. */
let last: { readonly text: string; readonly header: Parts['header'] } | undefined

function headerOf(text: string): Parts['header'] {
  if (last?.text === text) return last.header
  const bytes = decode(text)
  if (bytes === undefined) return refuseForm()
  const header = Object.freeze(objectOf(bytes))
  if (KEY_HEADERS.some((name) => Object.hasOwn(header, name))) refuseToken('it brings a key along')
  // RFC 7515 §4.1.11: we know no extension, so that each is one that we do not understand.
  if (Object.hasOwn(header, 'crit')) refuseToken('it cannot be read')
  last = { text, header }
  return header
}

/** RFC 7515 §4.1.9: case does not count, nor does `application/`. */
export function isType(given: unknown, type: TokenType): boolean {
  if (given === undefined) return type === 'JWT'
  if (given === type) return true
  return (
    typeof given === 'string' &&
    given.toLowerCase().replace(/^application\//, '') === type.toLowerCase()
  )
}

function objectOf(bytes: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString())
  } catch {
    // What the parser says quotes the token.
    return refuseToken('it cannot be read')
  }
  return isObject(value) ? value : refuseToken('it cannot be read')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuseForm(): never {
  return refuseToken('it is not a JSON Web Token')
}
