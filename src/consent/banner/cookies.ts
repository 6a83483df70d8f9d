/** The browser's cookies, where they may be blocked: then nothing is read and nothing kept. */

import { pageDocument } from './page.ts'

/** Every value of a name: the same name can be there for the host and for its parent domain. */
export function readCookies(name: string): string[] {
  let all = ''
  try {
    all = pageDocument.cookie
  } catch {
    // A sandboxed frame may not even ask.
  }
  return all
    .split('; ')
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

/** Keeps a value for the whole site; `days` of 0 removes it. */
export function writeCookie(name: string, value: string, days: number): void {
  const secure = location.protocol === 'https:' ? ';Secure' : ''
  const cookie = `${name}=${value};path=/;SameSite=Lax;max-age=${days * 86_400}${secure}`
  try {
    // The Cookie Store API works on https alone.
    Reflect.set(Document.prototype, 'cookie', cookie, document)
  } catch {
    // As above.
  }
}

/** Whether a cookie that is written can be read again. */
export function cookiesStick(): boolean {
  // One of its own: another tab that begins at the same time takes away only what it wrote.
  const probe = `_cookies_${Math.random()}`
  writeCookie(probe, '1', 1)
  const kept = readCookies(probe).length > 0
  writeCookie(probe, '', 0)
  return kept
}
