/** What a browser would send after an answer that sets cookies. */
import type { HeaderList } from '../http/exchange.ts'

/**
 * A cookie header after the `set-cookie` lines of `changed`: what they set replaces every cookie
 * of that name, and what they clear is gone. Paths are not looked at: hallpass's session cookies
 * are sent to every page.
 */
export function followingCookies(cookie: string, changed: HeaderList): string {
  // Only what HTTP calls white space is: `trim` would make `\u00a0__Host-a` a name that others set.
  let pairs = cookie.split(';').flatMap((pair) => pair.replace(/^[ \t]+/, '') || [])
  for (const [header, line] of changed) {
    if (header !== 'set-cookie') continue
    const [pair = '', ...attributes] = line.split(';')
    const start = pair.slice(0, pair.indexOf('=') + 1)
    pairs = pairs.filter((one) => !one.startsWith(start))
    if (!attributes.some((one) => /^\s*max-age=0$/i.test(one))) pairs.push(pair)
  }
  return pairs.join('; ')
}
