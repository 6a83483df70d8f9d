/**
 * The readings of a request's path. A rule that looks at one spelling only can be walked around
 * with another that the app or a proxy behind it takes for the same page, so a rule is asked
 * about all of them.
 */

/** A path as a rule should see it, and every other reading of it. */
export interface CanonicalPath {
  /** Decoded once, `//` collapsed, dot segments resolved; a trailing slash stays. */
  readonly path: string
  /** All distinct readings, `path` among them; the first is the path as received. */
  readonly forms: readonly string[]
}

/** More readings than any honest path has: it is refused. */
const MAX_FORMS = 64
/** Characters of all readings together: a long path must not cost more than it is worth. */
const MAX_CHARACTERS = 131_072

/** A path with one reading only; with upper case in it, it has two. */
const PLAIN = /^\/(?:\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:\/\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)*)?$/
const PLAIN_ANY_CASE = new RegExp(PLAIN, 'i')
/** What a path cannot hold as received: controls, space, `#`, `"`, `<`, `>`, and what is not ASCII. */
const ILLEGAL = /[^\u0021\u0024-\u003b\u003d\u003f-\u007e]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/

/**
 * The readings of the path of a request target (the query is left out). `undefined` when it is
 * malformed and should be answered with 400: not starting with `/`, a `#` or a control character
 * in it (also percent-encoded), or a percent-encoding that is not UTF-8.
 *
 * The readings are what one gets by any mix of: decoding (also more than once), cutting at a `?`
 * or `#` that was encoded, collapsing `//`,
 * resolving `.` and `..`, cutting `;params` or all after a `;`, taking `\` for `/`, taking
 * `//name` for a host, trimming white space and dots at the end of a segment, dropping the
 * trailing slash, and ignoring case. Sources: RFC 3986 section 6.2.2, the WHATWG URL standard,
 * and the habits of servers.
 *
 * @param url - Path and query as received, not decoded.
 * @example
 * canonicalPath('/a/%2e%2e/Admin?x=1')
 * // { path: '/Admin', forms: ['/a/%2e%2e/Admin', '/a/../Admin', '/Admin', … '/admin'] }
 */
export function canonicalPath(url: string): CanonicalPath | undefined {
  const query = url.indexOf('?')
  const raw = query === -1 ? url : url.slice(0, query)
  if (PLAIN.test(raw)) return { path: raw, forms: [raw] }
  if (PLAIN_ANY_CASE.test(raw)) return { path: raw, forms: [raw, raw.toLowerCase()] }
  if (raw.length > 2 && raw.endsWith('/') && PLAIN.test(raw.slice(0, -1))) {
    return { path: raw, forms: [raw, raw.slice(0, -1)] }
  }
  const decoded = decodeStrictly(raw)
  if (decoded === undefined) return undefined
  const forms = readings(raw)
  return forms && { path: resolveDots(collapse(decoded)), forms }
}

/** Decoded once, or undefined for what is not a path. */
function decodeStrictly(raw: string): string | undefined {
  if (!raw.startsWith('/') || ILLEGAL.test(raw)) return undefined
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}

/** Every mix of the readings, or undefined when they are too many or one holds a control character. */
function readings(raw: string): string[] | undefined {
  const forms = new Set([raw])
  let characters = 0
  // a set is walked in the order of insertion, also over what is added on the way
  for (const form of forms) {
    characters += form.length
    const tooMany = forms.size > MAX_FORMS || characters > MAX_CHARACTERS
    if (tooMany || CONTROL.test(form)) return undefined
    for (const read of READINGS) forms.add(read(form))
  }
  const all = [...forms]
  return [...new Set([...all, ...all.map((form) => form.toLowerCase()), ...all.map(fold)])]
}

const READINGS: readonly ((path: string) => string)[] = [
  decode,
  collapse,
  resolveDots,
  // the WHATWG URL parser reads `%2e%2e` as `..`, and leaves all else encoded
  (path) => resolveDots(path, /^(?:\.|%2e){1,2}$/i),
  (path) => path.replaceAll('\\', '/'),
  (path) => path.replace(/%2f/gi, '/'),
  // what is decoded and then parsed again ends at `?` and `#`
  (path) => path.replace(/[?#].*/, ''),
  // Tomcat and its kin cut path parameters before they resolve dots: `/..;/`
  (path) => path.replace(/;[^/]*/g, ''),
  // Fastify can be told to begin the query at the first `;`
  (path) => path.replace(/;.*/, ''),
  // `new URL('//name/admin', base)` takes the name for a host
  (path) => path.replace(/^[/\\]{2,}[^/\\]*[/\\]?/, '/'),
  // Windows drops dots and white space at the end of a name
  trimSegments,
  dropTrailingSlashes,
]

/** Decodes what can be decoded, as lenient servers do. */
function decode(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

/** As file systems without case compare: `ſ` is an `s` to them, and `ß` may be `ss`. */
function fold(path: string): string {
  return path.toUpperCase().toLowerCase()
}

function collapse(path: string): string {
  return path.replace(/\/{2,}/g, '/')
}

/** Without dot segments (RFC 3986 section 5.2.4). */
function resolveDots(path: string, dots: RegExp = /^\.{1,2}$/): string {
  const out: string[] = []
  const segments = path.split('/').slice(1)
  for (const [i, segment] of segments.entries()) {
    if (!dots.test(segment)) {
      out.push(segment)
      continue
    }
    if (segment.replace(/%2e/gi, '.') === '..') out.pop()
    if (i === segments.length - 1) out.push('')
  }
  return `/${out.join('/')}`
}

function trimSegments(path: string): string {
  return path
    .split('/')
    .map((segment) => (/^\.{1,2}$/.test(segment) ? segment : trim(segment)))
    .join('/')
}

// by hand, since a regular expression that ends in `+$` takes quadratic time
function trim(segment: string): string {
  let text = segment.trim()
  while (text.endsWith('.')) text = text.slice(0, -1).trimEnd()
  return text
}

function dropTrailingSlashes(path: string): string {
  let end = path.length
  while (end > 1 && path[end - 1] === '/') end--
  return path.slice(0, end)
}
