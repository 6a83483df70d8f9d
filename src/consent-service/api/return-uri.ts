/** Where a visitor came from, as the browser script writes it: at the end of the query, raw. */
import { HallpassError } from '../../errors.ts'

/** What a session was asked for with. */
export interface SessionRequest {
  /** The origin of the page, as browsers write it. That it is a registered site's is not said. */
  readonly origin: string
  /** Path, query and fragment of the page: starts with one slash. */
  readonly address: string
  /** What the site binds the answer to its visitor with; undefined from other implementations. */
  readonly state: string | undefined
}

/** The longest address in characters that is sent on whole, in a header. */
const MAX_LENGTH = 4096
/** Of a longer one the path is left, if it is no longer than that, else the site's first page. */
const MAX_PATH = 2048
const STATE = /^[\w-]{1,128}$/
const NAME = 'return_uri='
/** `https:host` and `https:/host` are read as hosts by some. */
const START = /^https?:\/\/[^/\\]/i
/** What URL parsers drop, anywhere; and what they read as a slash, before the query. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TRICK = /[\u0000-\u0020\u007f]|^[^?#]*\\/
/** A path that is read as a host once it stands alone, perhaps decoded: `//evil.example`. */
const HOST_LIKE = /^\/(?:\/|%(?:25)*(?:2f|5c|0[0-9a-f]|20))/i
/** Control characters and backslashes for a server that decodes before it redirects. */
const ENCODED_TRICK = /%(?:25)*(?:[01][0-9a-f]|7f|5c)/i

/**
 * Reads the query of a session request. `return_uri` is all that follows its name, since the
 * script of `@canonical/cookie-policy` appends the address of the page without encoding it; what
 * is encoded as a whole is understood too. `state` stands before it: one after it is the page's.
 *
 * @param url - Path and query as received.
 * @throws `bad_request`
 * @example
 * readSessionRequest('/api/v1/cookies/session?return_uri=https://shop.example/cart?a=1&b=2')
 * // { origin: 'https://shop.example', address: '/cart?a=1&b=2', state: undefined }
 */
export function readSessionRequest(url: string): SessionRequest {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  const at = `&${query}`.indexOf(`&${NAME}`)
  if (at === -1) throw refused('return_uri is missing')
  const { origin, address } = readReturnUri(query.slice(at + NAME.length))
  return { origin, address, state: readState(query.slice(0, at)) }
}

function readState(before: string): string | undefined {
  const states = new URLSearchParams(before).getAll('state')
  const [state] = states
  if (states.length > 1) throw refused('state was given twice')
  if (state !== undefined && !STATE.test(state)) throw refused('state is not one of ours')
  return state
}

function readReturnUri(raw: string): { origin: string; address: string } {
  const text = /^https?%3a/i.test(raw) ? decoded(raw) : raw
  const url = START.test(text) && !TRICK.test(text) ? URL.parse(text) : null
  if (url === null) throw refused('return_uri is not the address of a page')
  if (url.username !== '' || url.password !== '') throw refused('return_uri holds a user name')
  if (HOST_LIKE.test(url.pathname) || ENCODED_TRICK.test(url.pathname)) {
    throw refused('return_uri has a path that can be read as another address')
  }
  if (text.length > MAX_LENGTH) {
    return { origin: url.origin, address: url.pathname.length > MAX_PATH ? '/' : url.pathname }
  }
  // A backslash in a query means nothing, but sites refuse addresses with one.
  const address = (url.pathname + url.search + url.hash).replaceAll('\\', '%5C')
  return { origin: url.origin, address }
}

/** One that is encoded ends where the next parameter begins. */
function decoded(raw: string): string {
  const [value = ''] = raw.split('&', 1)
  try {
    return decodeURIComponent(value)
  } catch {
    throw refused('return_uri is not encoded rightly')
  }
}

function refused(detail: string): HallpassError {
  return new HallpassError('bad_request', `The request for a session cannot be used: ${detail}.`)
}
