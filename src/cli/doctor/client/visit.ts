/** Goes to a page as a browser does, as far as it stays on the same server. */
import type { Answer, Wire } from '../wire.ts'

/** Redirects that are followed; a login page is seldom behind more than two. */
const MAX_HOPS = 6

/** Where it ended: a page, an address elsewhere that was not asked, or nowhere. */
export type Visit =
  | { readonly kind: 'page'; readonly answer: Answer }
  | { readonly kind: 'left'; readonly to: URL }
  | { readonly kind: 'circles' }

/** What a browser going to a page sends. */
export const NAVIGATION: Readonly<Record<string, string>> = {
  accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
  'upgrade-insecure-requests': '1',
  'user-agent': 'Mozilla/5.0 (compatible; hallpass-doctor)',
}

/** @throws WireFault */
export async function visit(wire: Wire, start: URL): Promise<Visit> {
  const cookies = new Map<string, string>()
  let url = start
  for (let hop = 0; hop <= MAX_HOPS; hop++) {
    const answer = await wire.call(url, { headers: { ...NAVIGATION, ...cookieHeader(cookies) } })
    const location = answer.header('location')
    const next = location === undefined ? null : URL.parse(location, url)
    if (answer.status < 300 || answer.status > 399 || next === null) {
      return { kind: 'page', answer }
    }
    if (next.origin !== start.origin) return { kind: 'left', to: next }
    for (const line of answer.cookies) keep(cookies, line)
    url = next
  }
  return { kind: 'circles' }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';', 1)
  const at = pair.indexOf('=')
  if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
}

function cookieHeader(cookies: ReadonlyMap<string, string>): Record<string, string> {
  if (cookies.size === 0) return {}
  return { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }
}
