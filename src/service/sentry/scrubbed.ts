/** What leaves the house of an event: everything but what opens a door. */

/** What stands in the place of what was taken out. */
export const FILTERED = '[Filtered]'

/** Names of what is secret: headers, fields, parameters, variables. */
const SECRET_NAME =
  /auth|cookie|credential|csrf|jwt|passphrase|passw|pwd|secret|session|signature|token|api[-_ ]?key|private[-_ ]?key|^key$|^code$|^state$|^nonce$|^dsn$|ssn|card[-_ ]?n|cvv|iban/i

/** Names that only sound like one. */
const NO_SECRET = /^(?:author(?:s|_id)?|www-authenticate|session_?status|token_?type)$/i

/** JSON Web Tokens, and the like: three parts of base64url. */
const JWT = /\beyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*){1,3}/g
/** `Authorization` values wherever they are quoted. */
const SCHEME = /\b(Bearer|Basic|Digest|DPoP)\s+[\w.~+/=-]{6,}/gi
/** `user:password@` of an address. */
const USERINFO = /\b([a-z][\w+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi
/** A parameter with a secret's name, in an address or a form. */
const PARAMETER = /([?&;#]|^)([\w.[\]-]{1,64})=([^&;#\s"']*)/g
/** A secret's name and its value in a sentence or in JSON. */
const PAIR =
  /("?)\b([\w-]*(?:password|passwd|secret|token|cookie|api[-_]?key)[\w-]*)\1\s*[:=]\s*("[^"]*"|'[^']*'|[^\s,;&"'}]+)/gi

const MAX_DEPTH = 12
const MAX_TEXT = 16_384

/**
 * A copy of a value without secrets: of fields by their names, and in text by their form. What is
 * deeper than 12 levels is left out, and text is cut at 16,384 characters.
 */
export function scrubbed<Value>(value: Value): Value {
  // Objects stay objects and text stays text, which the compiler cannot follow.
  return walked(value, 0, new WeakSet()) as Value
}

function walked(value: unknown, depth: number, seen: WeakSet<object>): unknown {
  if (typeof value === 'string') return scrubbedText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH || seen.has(value)) return FILTERED
  seen.add(value)
  if (Array.isArray(value)) return value.map((one) => walked(one, depth + 1, seen))
  // What has a class of its own, such as a date, has a form of its own.
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecret(name) && one !== undefined && one !== null && typeof one !== 'object'
        ? FILTERED
        : walked(one, depth + 1, seen),
    ]),
  )
}

/** Text without the secrets that show by their form. */
export function scrubbedText(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(JWT, FILTERED)
    .replace(SCHEME, `$1 ${FILTERED}`)
    .replace(USERINFO, `$1${FILTERED}@`)
    .replace(PARAMETER, (whole, before: string, name: string) =>
      isSecret(name) ? `${before}${name}=${FILTERED}` : whole,
    )
    .replace(PAIR, (whole, quote: string, name: string, said: string) =>
      NO_SECRET.test(name) || said.includes(FILTERED)
        ? whole
        : `${quote}${name}${quote}${whole.includes(':') ? ': ' : '='}${FILTERED}`,
    )
}

function isSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(name)
}
