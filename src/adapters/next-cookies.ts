/** How cookies reach what Next.js renders, and how they reach its answers. */
import { parseSetCookie } from 'cookie'
import { cookies } from 'next/headers.js'
import type { HeaderList } from '../http/exchange.ts'
import { followingCookies } from './following-cookies.ts'

/** A request's headers after the `set-cookie` lines of `changed`. */
export function following(headers: Headers, changed: HeaderList): Headers {
  const next = new Headers(headers)
  const cookie = followingCookies(headers.get('cookie') ?? '', changed)
  if (cookie === '') next.delete('cookie')
  else next.set('cookie', cookie)
  return next
}

/** Has Next.js set cookies on an answer that it makes itself, as after `redirect()`. */
export async function tellCookies(headers: HeaderList): Promise<void> {
  const jar = await cookies()
  for (const [name, line] of headers) {
    if (name !== 'set-cookie') continue
    const { value = '', ...cookie } = parseSetCookie(line)
    jar.set({ ...cookie, value })
  }
}
