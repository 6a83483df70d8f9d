/**
 * Cookie values as Python writes them. `http.cookies`, and with it Flask and Django, puts a value
 * that holds more than plain characters into quotes, with octal escapes for its bytes; `requests`
 * sends it as it is; JavaScript servers percent-encode.
 */

/** What stands without quotes (`http.cookies._LegalChars`). */
const PLAIN = /^[\w!#$%&'*+.^`|~:-]*$/
/** What stands in quotes unescaped, beside the plain ones. */
const QUOTED = new Set(Buffer.from(" ()/<=>?@[]{}!#$%&'*+-.^_`|~:"))

/** How many cookies of one name are looked at. */
const MAX_COOKIES = 8

/**
 * A cookie value that Flask, Django and `http.cookies` give back as it is: in quotes where it
 * holds more than letters, digits and a few signs.
 *
 * @example
 * response.headers.append('set-cookie', `service=${quoteCookieValue(cookie)}; Path=/; HttpOnly`)
 */
export function quoteCookieValue(value: string): string {
  if (PLAIN.test(value)) return value
  let quoted = ''
  for (const byte of Buffer.from(value)) {
    const character = String.fromCharCode(byte)
    if (character === '"' || character === '\\') quoted += `\\${character}`
    else if (/[A-Za-z0-9]/.test(character) || QUOTED.has(byte)) quoted += character
    else quoted += `\\${byte.toString(8).padStart(3, '0')}`
  }
  return `"${quoted}"`
}

/** The value that `quoteCookieValue` or Python quoted; undefined for what is not in quotes. */
export function unquoteCookieValue(quoted: string): string | undefined {
  if (quoted.length < 2 || !quoted.startsWith('"') || !quoted.endsWith('"')) return undefined
  const bytes: number[] = []
  const inner = Buffer.from(quoted.slice(1, -1))
  for (let at = 0; at < inner.length; at++) {
    const byte = inner[at] ?? 0
    const octal = inner.toString('latin1', at + 1, at + 4)
    if (byte !== BACKSLASH) bytes.push(byte)
    else if (/^[0-3][0-7]{2}$/.test(octal)) {
      bytes.push(Number.parseInt(octal, 8))
      at += 3
    } else {
      at += 1
      bytes.push(inner[at] ?? BACKSLASH)
    }
  }
  return Buffer.from(bytes).toString()
}

const BACKSLASH = 0x5c

/**
 * Everything that the cookies of one name may mean: as they are, unquoted, percent-decoded. Which
 * of them is meant, a signature tells.
 *
 * @param header - The `Cookie` header.
 */
export function cookieReadings(header: string, name: string): readonly string[] {
  const readings: string[] = []
  let found = 0
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at < 0 || pair.slice(0, at).trim() !== name) continue
    found += 1
    if (found > MAX_COOKIES) break
    const value = pair.slice(at + 1).trim()
    const more = [unquoteCookieValue(value), percentDecoded(value)]
    readings.push(value, ...more.filter((one) => one !== undefined))
  }
  return readings
}

function percentDecoded(value: string): string | undefined {
  if (!value.includes('%')) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
