/**
 * The settings of an env file, found where they stand, so that one can be changed and every other
 * character stays: comments, order, quotes, line ends.
 */

/** One setting, and where it stands in the text. */
export interface Setting {
  readonly name: string
  /** The line that it begins on, from 1. */
  readonly line: number
  /** What stands before the name: white space, `export`. */
  readonly prefix: string
  /** The value as written, with its quotes. */
  readonly raw: string
  /** Where the line begins. */
  readonly start: number
  readonly valueStart: number
  readonly valueEnd: number
  /** Behind the end of its last line. */
  readonly end: number
}

/** White space, perhaps `export`, a name, an equals sign. A byte order mark may stand in front. */
const HEAD = /(?:\ufeff|\xef\xbb\xbf)?([ \t]*(?:export[ \t]+)?)([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y
const LINE_END = /\r?\n|$/g

/** The settings of a text, in order. A line that is none is passed over. */
export function settingsOf(text: string): readonly Setting[] {
  const found: Setting[] = []
  let start = 0
  let line = 1
  while (start < text.length) {
    const setting = settingAt(text, start, line)
    if (setting !== undefined) found.push(setting)
    const end = setting?.end ?? endOfLine(text, start)
    line += text.slice(start, end).split('\n').length - 1
    start = end
  }
  return found
}

/** The value that a program reads for a setting: without quotes. */
export function plainValue({ raw }: Pick<Setting, 'raw'>): string {
  const quote = raw[0] ?? ''
  if (!isQuote(quote) || raw.length < 2 || !raw.endsWith(quote)) return raw
  const inner = raw.slice(1, -1)
  return quote === '"' ? inner.replaceAll('\\n', '\n') : inner
}

/** The text with another value of a setting, as it is to stand there. */
export function withRaw(text: string, setting: Setting, raw: string): string {
  const { valueStart, valueEnd } = setting
  // A comment behind an empty value must not become a part of the new one.
  const gap = setting.raw === '' && raw !== '' && text[valueEnd] === '#' ? ' ' : ''
  return text.slice(0, valueStart) + raw + gap + text.slice(valueEnd)
}

/** The text with a line more, behind a setting or at the end. */
export function withLine(text: string, content: string, after?: Setting): string {
  const at = after?.end ?? text.length
  const before = text.slice(0, at)
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = before === '' || before.endsWith('\n') ? '' : newline
  return before + gap + content + newline + text.slice(at)
}

/** The text without the lines of a setting. */
export function withoutSetting(text: string, { start, end }: Setting): string {
  return text.slice(0, start) + text.slice(end)
}

function settingAt(text: string, start: number, line: number): Setting | undefined {
  HEAD.lastIndex = start
  const head = HEAD.exec(text)
  if (head === null) return undefined
  const [whole, prefix = '', name = ''] = head
  const behind = start + whole.length
  const found = endOfValue(text, behind)
  // A shell takes no space behind the equals sign: an empty value stands right there.
  const empty = found === behind ? start + whole.trimEnd().length : undefined
  const valueStart = empty ?? behind
  const valueEnd = empty ?? found
  return {
    name,
    line,
    prefix,
    raw: text.slice(valueStart, valueEnd),
    start,
    valueStart,
    valueEnd,
    end: endOfLine(text, valueEnd),
  }
}

/** A value in quotes may go over several lines; any other ends at its line's end or a comment. */
function endOfValue(text: string, start: number): number {
  const quote = text[start] ?? ''
  const closing = isQuote(quote) ? closingQuote(text, start, quote) : -1
  if (closing >= 0) return closing + 1
  const rest = text.slice(start, endOfLine(text, start))
  const comment = /^#|[ \t]#/.exec(rest)?.index
  return start + rest.slice(0, comment).trimEnd().length
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return at
    if (text[at] === '\\' && quote === '"') at += 1
  }
  return -1
}

/** Whether a value that begins with a quote ends with the same one. */
export function closesQuote(raw: string): boolean {
  return closingQuote(raw, 0, raw[0] ?? '') === raw.length - 1
}

function endOfLine(text: string, from: number): number {
  LINE_END.lastIndex = from
  const found = LINE_END.exec(text)
  return found === null ? text.length : found.index + found[0].length
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === '`'
}
