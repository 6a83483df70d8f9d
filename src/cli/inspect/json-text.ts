/**
 * JSON shown as it was sent: its members in their order and its numbers to the last digit, which a
 * value of JavaScript would lose.
 */

/** Deeper levels are not indented any more, so that the text stays in proportion. */
const MAX_INDENT = 20

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"[\]{},:]+|[[\]{},:]/g

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * A JSON text, laid out with two spaces a level. Escapes of letters are shown as the letters.
 *
 * @param json - JSON, or else the result is of no use.
 * @param limit - Characters after which no more is written.
 */
export function layOut(json: string, limit: number): string {
  let out = ''
  let depth = 0
  let before = ''
  const newline = () => (depth > MAX_INDENT ? ' ' : `\n${'  '.repeat(depth)}`)
  for (const [token] of json.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']'
    const isEmpty = before === '{' || before === '['
    if (closes) depth -= 1
    if (closes ? !isEmpty : isEmpty || before === ',') out += newline()
    if (token === '{' || token === '[') depth += 1
    out += token === ':' ? ': ' : token.startsWith('"') ? readable(token) : token
    before = token
    if (out.length > limit) break
  }
  return out
}

/** How deep lists and objects nest in a JSON text. */
export function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth)
    else if (token === '}' || token === ']') depth -= 1
  }
  return deepest
}

function readable(token: string): string {
  return JSON.stringify(JSON.parse(token))
}

/** What moves a cursor, changes a colour or turns the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

/** A text that can be written to a terminal: what would steer it is shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, i) => escaped(character.charCodeAt(i))).join(''),
  )
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}
