/** The cookie header that is downstream of an answer: what the browser would send next. */
import type { HeaderList } from '../http/exchange.ts'

/**
 * A request's cookie header after the `set-cookie` lines of `headers`: what they set replaces
 * the cookies of that name, and what they clear is gone. Paths are not looked at: hallpass's
 * session cookies are sent to every page.
 */
export function followingCookies(cookie: string, headers: HeaderList): string {
  const pairs = cookie.split(';').flatMap((pair) => pair.trim() || [])
  for (const [header, line] of headers) {
    if (header !== 'set-cookie') continue
    const [pair = '', ...attributes] = line.split(';')
    const start = `${pair.slice(0, pair.indexOf('='))}=`
    const kept = pairs.filter((one) => !one.startsWith(start))
    if (!attributes.some((one) => one.trim().toLowerCase() === 'max-age=0')) kept.push(pair)
    pairs.splice(0, pairs.length, ...kept)
  }
  return pairs.join('; ')
}
