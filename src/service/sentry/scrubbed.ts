/** What leaves the house of an event: everything but what opens a door. */

/** What stands in the place of what was taken out. */
export const FILTERED = '[Filtered]'

/** Names of what is secret: headers, fields, parameters, variables. */
const SECRET_NAME =
  /auth|cookie|credential|csrf|jwt|passphrase|passw|pwd|secret|session|signature|token|api[-_ ]?key|private[-_ ]?key|^key$|^code$|^state$|^nonce$|^dsn$|ssn|card[-_ ]?n|cvv|iban/i

/** Names that only sound like one. */
const NO_SECRET = /^(?:author(?:s|_id)?|www-authenticate|session_?status|token_?type)$/i

/*
 * Texts come from clients, and so each expression takes a time that grows as the text does: a run of
 * characters that may begin a match is looked at from its start alone, which is what the
 * lookbehinds are for, or has a bound.
 */

/** JSON Web Tokens, and the like: three to five parts of base64url. */
const JWT = /(?<![\w-])(?=(?:[\w-]*[-_])?eyJ)[\w-]+\.[\w-]{4,}(?:\.[\w-]*){1,3}/g
/** Refresh tokens of `hallpass/tokens`. */
const REFRESH = /\bhpr_[\w-]{20,}/g
/** `Authorization` values wherever they are quoted. */
const SCHEME = /\b(Bearer|Basic|Digest|DPoP)\s+[\w.~+/=-]{6,}/gi
/** `user:password@` of an address; a password may hold what should have been encoded in it. */
const USERINFO = /(?<![\w+.-])([\w+.-]+:\/\/)[^\s/:]*:(?!\d{1,5}\/)[^\s"'<>]{0,256}@/g
/** A parameter with a secret's name, in an address or a form. */
const PARAMETER = /([?&;#]|^)([\w.[\]-]{1,64})=([^&;#\s"']*)/g
/** A header with cookies: all of them. */
const COOKIES = /\b((?:set-)?cookie\s*:\s*)[^\r\n"']+/gi
/**
 * A secret's name and its value in a sentence or in JSON, which may be quoted in other JSON. A value
 * whose end was cut off goes to the end of the text.
 */
const PAIR =
  /(?<![\w-])(?=[\w-]*(?:password|passwd|passphrase|pwd|secret|token|cookie|api[-_]?key))([\w-]+)(\\*["']?)(\s*[:=]\s*)(?:(\\*)(["'])[\s\S]*?(?:(?<!\\)\4\5|$)|[^\s,;&"'}\\]+)/gi

const MAX_DEPTH = 12
const MAX_TEXT = 16_384

/**
 * A copy of a value without secrets: of fields by their names, and in text by their form. What is
 * deeper than 12 levels is left out, and text is cut at 16,384 characters.
 */
export function scrubbed<Value>(value: Value): Value {
  // Objects stay objects and text stays text, which the compiler cannot follow.
  return walked(value, { depth: 0, seen: new WeakSet(), hidden: false }) as Value
}

/** Where a walk is. */
interface Place {
  readonly depth: number
  readonly seen: WeakSet<object>
  /** Whether it is under the name of a secret: then nothing is shown but how many there are. */
  readonly hidden: boolean
}

function walked(value: unknown, { depth, seen, hidden }: Place): unknown {
  if (value === undefined || value === null) return value
  if (typeof value !== 'object') {
    if (hidden) return FILTERED
    return typeof value === 'string' ? scrubbedText(value) : value
  }
  if (depth >= MAX_DEPTH || seen.has(value)) return FILTERED
  seen.add(value)
  const inner = { depth: depth + 1, seen, hidden }
  if (Array.isArray(value)) return value.map((one) => walked(one, inner))
  // What has a class of its own, such as a date, has a form of its own.
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return hidden ? FILTERED : value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      walked(one, { ...inner, hidden: hidden || isSecret(name) }),
    ]),
  )
}

/** Text without the secrets that show by their form. */
export function scrubbedText(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(JWT, FILTERED)
    .replace(REFRESH, FILTERED)
    .replace(SCHEME, `$1 ${FILTERED}`)
    .replace(USERINFO, `$1${FILTERED}@`)
    .replace(PARAMETER, (whole, before: string, name: string) =>
      isSecret(name) ? `${before}${name}=${FILTERED}` : whole,
    )
    .replace(COOKIES, `$1${FILTERED}`)
    .replace(PAIR, (whole, name: string, quote: string, between: string) =>
      NO_SECRET.test(name) ? whole : `${name}${quote}${between}${FILTERED}`,
    )
}

function isSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(name)
}
