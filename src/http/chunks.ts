/**
 * A value too long for one cookie, spread over several. Browsers drop a cookie above about
 * 4096 bytes without a word, and servers refuse headers above 8 or 16 KB, so both the piece
 * and the sum are bounded.
 *
 * One cookie: `name=<value>`. More: `name=c<N>.<part>`, `name.1=<part>` … `name.<N-1>=<part>`.
 */
import { type CookieAttributes, type Cookies, clearCookie, setCookie } from './cookies.ts'
import type { HeaderList } from './exchange.ts'

/** The longest `Set-Cookie` line in bytes, attributes counted. */
export const MAX_COOKIE_BYTES: number = 4093
/** The most cookies that one value is spread over. */
export const MAX_CHUNKS: number = 4
/** The most bytes that the cookies of one value take in a request, names counted. */
export const MAX_TOTAL_BYTES: number = 12_288

/** The most leftover cookies cleared in one answer: a crafted request must not make it long. */
const MAX_CLEARED = 32
/** What needs no percent-encoding, so that a character is a byte. */
const SAFE = /^[\w.~-]*$/
/** How the first of several cookies begins. */
const MARK = /^c(\d+)\./

/**
 * The `Set-Cookie` lines that store a value, clearing the leftover pieces of a longer one
 * before. `undefined` when it needs more than `MAX_CHUNKS` cookies or `MAX_TOTAL_BYTES`.
 *
 * @param value - Only `A-Z a-z 0-9 - . _ ~`, as sealed values are.
 * @param present - The cookies of the request.
 * @throws TypeError when the value holds other characters.
 */
export function writeChunked(
  name: string,
  value: string,
  attributes: CookieAttributes,
  present: Cookies,
): HeaderList | undefined {
  if (!SAFE.test(value)) throw new TypeError(`the value of cookie ${name} needs encoding`)
  const parts = split(name, value, attributes)
  if (parts === undefined) return undefined
  const lines = parts.map((part, i) => setCookie(chunkName(name, i), part, attributes))
  const leftover = chunksIn(name, present).filter((chunk) => {
    const index = chunk.slice(name.length + 1)
    return String(Number(index)) !== index || Number(index) >= parts.length || index === '0'
  })
  return [...lines, ...leftover.map((chunk) => clearCookie(chunk, attributes))]
}

/**
 * The value of a cookie that `writeChunked` wrote. `undefined` when there is none; a problem
 * when a piece is missing, or when it claims more pieces than are ever written.
 */
export function readChunked(
  name: string,
  cookies: Cookies,
): { value: string } | { problem: 'chunk_missing' | 'too_many_chunks' } | undefined {
  const first = cookies[name]
  if (first === undefined || first === '') return undefined
  const mark = first.startsWith('c') ? MARK.exec(first) : null
  if (mark === null) return { value: first }
  const count = Number(mark[1])
  if (count > MAX_CHUNKS) return { problem: 'too_many_chunks' }
  if (count === 0) return { problem: 'chunk_missing' }
  let value = first.slice(mark[0].length)
  for (let i = 1; i < count; i++) {
    const part = cookies[chunkName(name, i)]
    if (part === undefined) return { problem: 'chunk_missing' }
    value += part
  }
  return { value }
}

/** The `Set-Cookie` lines that remove every cookie of a value that the request carries. */
export function clearChunked(
  name: string,
  attributes: CookieAttributes,
  present: Cookies,
): HeaderList {
  const main = present[name] === undefined ? [] : [name]
  return [...main, ...chunksIn(name, present)].map((chunk) => clearCookie(chunk, attributes))
}

function chunkName(name: string, index: number): string {
  return index === 0 ? name : `${name}.${index}`
}

/** The pieces, the first with its mark, or undefined when they are too many or too long. */
function split(name: string, value: string, attributes: CookieAttributes): string[] | undefined {
  const room = MAX_COOKIE_BYTES - setCookie(name, '', attributes)[1].length
  // a value that looks like a mark gets one, so that it is read back as it was
  if (value.length <= room && !MARK.test(value)) return withinTotal(name, [value])
  const size = room - `c${MAX_CHUNKS}.`.length
  const count = Math.ceil(value.length / size)
  if (size < 1 || count > MAX_CHUNKS) return undefined
  const parts: string[] = []
  for (let i = 0; i < count; i++) parts.push(value.slice(i * size, (i + 1) * size))
  parts[0] = `c${count}.${parts[0]}`
  return withinTotal(name, parts)
}

/** The parts, unless their cookies together are over the limit. */
function withinTotal(name: string, parts: string[]): string[] | undefined {
  let bytes = 0
  for (const [i, part] of parts.entries()) bytes += `${chunkName(name, i)}=${part}; `.length
  return bytes > MAX_TOTAL_BYTES ? undefined : parts
}

/** The cookies named `name.<digits>` in a request, also absurd ones, up to a bound. */
function chunksIn(name: string, present: Cookies): string[] {
  const found: string[] = []
  for (const key of Object.keys(present)) {
    if (found.length === MAX_CLEARED) break
    if (key.startsWith(`${name}.`) && /^\d+$/.test(key.slice(name.length + 1))) found.push(key)
  }
  return found
}
