/** The forms of a page, read as a browser would send them. */

/** A form that can be sent. */
export interface Form {
  readonly action: string
  readonly method: string
  readonly fields: Record<string, string>
}

/** Every form of a page, with its named inputs; buttons are left out. */
export function readForms(html: string, base: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, tag = '', inside = '']) => ({
    action: new URL(attribute(tag, 'action') ?? '', base).href,
    method: (attribute(tag, 'method') ?? 'get').toUpperCase(),
    fields: Object.fromEntries(
      [...inside.matchAll(/<input\b([^>]*)>/gi)].flatMap(([, input = '']) => {
        const name = attribute(input, 'name')
        return name === undefined ? [] : [[name, attribute(input, 'value') ?? '']]
      }),
    ),
  }))
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}\\s*=\\s*("([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  const value = found?.[2] ?? found?.[3] ?? found?.[4]
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
