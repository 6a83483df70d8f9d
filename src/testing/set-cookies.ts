/** What a browser would send back of the cookies that answers set. */

/** The `Cookie` header for these `Set-Cookie` lines, oldest first, behind what was sent before. */
export function cookiesIn(lines: readonly string[], before = ''): string {
  const kept = new Map(before.split('; ').filter(Boolean).map(nameAndPair))
  for (const line of lines) {
    const [pair = ''] = line.split(';', 1)
    const [name] = nameAndPair(pair)
    if (/;\s*max-age=(0|-\d+)\s*(;|$)/i.test(line)) kept.delete(name)
    else kept.set(name, pair)
  }
  return [...kept.values()].join('; ')
}

function nameAndPair(pair: string): [name: string, pair: string] {
  return [pair.slice(0, pair.indexOf('=')), pair]
}
