/** Whether the cookie of a login arrives at the browser as hallpass sent it. */
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Subject } from '../subject.ts'
import type { Answer } from '../wire.ts'
import { readSetCookie, type SetCookie } from './set-cookie.ts'

const NAME = 'public.cookie'
const LOGIN_COOKIE = /^(?:__Host-|__Secure-)?hallpass_tx_/

/** Looks at the cookie of an answer that begins a login. */
export function cookieFinding({ baseUrl = '', routes }: Subject, answer: Answer): Finding {
  const cookie = answer.cookies.map(readSetCookie).find(({ name }) => LOGIN_COOKIE.test(name))
  const fix =
    'Let the proxy pass Set-Cookie on unchanged: see proxy_cookie_flags, proxy_cookie_path, proxy_hide_header and their kin.'
  if (cookie === undefined) return failed(NAME, 'the cookie of the login does not arrive', fix)
  const secure = baseUrl.startsWith('https:')
  const faults = faultsOf(cookie, secure, routes.callback)
  if (faults.length > 0) return failed(NAME, `${kindOf(cookie)} ${faults.join(', ')}`, fix)
  const said = [...cookie.attributes].map(([name]) => name).join(', ')
  if (secure) return ok(NAME, `${kindOf(cookie)} arrives (${said})`)
  const found = `${kindOf(cookie)} arrives, over http and without Secure`
  return warning(NAME, found, 'That is for this machine only: use https wherever others sign in.')
}

function faultsOf({ name, attributes }: SetCookie, secure: boolean, callback: string): string[] {
  const path = attributes.get('path') ?? ''
  const covers = path === '/' || callback === path || callback.startsWith(`${path}/`)
  return [
    secure && !name.startsWith('__') && 'has lost the prefix of its name',
    secure && !attributes.has('secure') && 'has no Secure',
    !attributes.has('httponly') && 'has no HttpOnly',
    !['lax', 'none'].includes(attributes.get('samesite')?.toLowerCase() ?? '') &&
      `has SameSite=${attributes.get('samesite') ?? 'nothing'}`,
    !covers && `has the path ${path || 'of nothing'}, which ${callback} is not in`,
    name.startsWith('__Host-') && attributes.has('domain') && 'has a Domain',
  ].filter((fault) => fault !== false)
}

/** Its name without what is of this one login. */
function kindOf({ name }: SetCookie): string {
  return `${name.slice(0, name.lastIndexOf('hallpass_tx_'))}hallpass_tx_…`
}
