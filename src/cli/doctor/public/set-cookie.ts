/** A `Set-Cookie` line as a browser reads it. */

/** A cookie, and what was said of it. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>
}

/** Reads a line. */
export function readSetCookie(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';')
  const [name, value] = split(pair)
  return {
    name,
    value,
    attributes: new Map(
      rest.map((part) => {
        const [attribute, said] = split(part)
        return [attribute.toLowerCase(), said]
      }),
    ),
  }
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
}
