/** Values as a header can carry them: printable ASCII, and never two that look the same. */

/** Characters of one value: servers take 8 KiB in a line, and the name is in it. */
const MAX_VALUE = 7000

/** What stays as it is: printable ASCII without `%`, with spaces inside only. */
const PLAIN = /^[!-$&-~]+(?: +[!-$&-~]+)*$/
/** What is encoded: all else, `%` too, so that no two texts are written the same. */
const ENCODED = /[^ !-$&-~]+|^ +| +$/g

/**
 * A text in printable ASCII: whatever else is in it, and every `%`, as percent-encoded UTF-8. A
 * space at an end is encoded, too, since servers take it off. `undefined` for what is empty, too
 * long, or no text that UTF-8 can hold.
 *
 * @example
 * headerText('Zoë') // 'Zo%C3%AB'
 */
export function headerText(text: unknown): string | undefined {
  if (typeof text !== 'string' || text === '' || !text.isWellFormed()) return undefined
  const plain = PLAIN.test(text) ? text : text.replace(ENCODED, encodeURIComponent)
  return plain.length > MAX_VALUE ? undefined : plain
}

/** JSON in ASCII: everything else as `\u….`. `undefined` for what is not there or too long. */
export function headerJson(value: unknown): string | undefined {
  if (value === undefined) return undefined
  const json = JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return json.length > MAX_VALUE ? undefined : json
}

/** A token: it is passed on as it is, or not at all. */
export function headerToken(token: string | undefined): string | undefined {
  return token !== undefined && token.length <= MAX_VALUE && /^[!-~]+$/.test(token)
    ? token
    : undefined
}

/** Texts between commas. One with a comma or a control character in it is left out. */
export function headerTexts(texts: readonly string[]): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  const whole = texts.filter((text) => !/[,\u0000-\u001f\u007f-\u009f]/.test(text))
  const joined = whole.flatMap((text) => headerText(text) ?? []).join(',')
  return joined === '' || joined.length > MAX_VALUE ? undefined : joined
}
