/**
 * `GET /_cookies/callback`: the visitor comes back from the service with a one-time code.
 *
 * Whatever becomes of the code, they go on to the page that they came from. The code counts only
 * in the browser that was sent out (`state`); with a service of another make, which passes no
 * state through, it counts as it always did, and the log says so.
 */
import { isHallpassError } from '../../errors.ts'
import { type CookieAttributes, setCookie } from '../../http/cookies.ts'
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'
import { isPrefetch } from '../../http/navigation.ts'
import { returnAddress } from '../../http/return-address.ts'
import { ATTEMPTED_COOKIE } from '../wire/cookies.ts'
import { CALL_LIMIT } from './client.ts'
import { Budget, PATIENCE } from './limited.ts'
import { back } from './replies.ts'
import type { ConsentSite } from './site.ts'

/** Seconds in which a visitor is not sent to the service again. */
const ATTEMPTED_LIFE = 300

/** A code as services make them. */
const CODE = /^[\x21-\x7e]{1,512}$/
/** What our service passes through. */
const STATE = /^[\w-]{1,128}$/
/** The characters of a fragment (RFC 3986 section 3.5). */
const FRAGMENT = /^#[\w~!$&'()*+,;=:@%/?.-]{1,512}$/

export async function callbackRoute(site: ConsentSite, exchange: Exchange): Promise<Reply> {
  if (isPrefetch(exchange)) return { status: 503, headers: [['cache-control', 'no-store']] }
  const start = exchange.url.indexOf('?')
  const query = new URLSearchParams(start < 0 ? '' : exchange.url.slice(start + 1))
  const page = returnPage(site, exchange, one(query, 'return_uri'))
  const attributes: CookieAttributes = { path: '/', sameSite: 'lax', secure: site.secure }
  const attempted = setCookie(ATTEMPTED_COOKIE, '1', { ...attributes, maxAge: ATTEMPTED_LIFE })
  return back(page, [attempted, ...(await bind(site, exchange, query))])
}

/** The cookies that make the browser the code's visitor; none for a code that does not count. */
async function bind(
  site: ConsentSite,
  exchange: Exchange,
  query: URLSearchParams,
): Promise<HeaderList> {
  const [code, state] = [one(query, 'code'), one(query, 'state')]
  if (code === undefined || !CODE.test(code)) {
    site.complaints.warn('a consent callback came without a code')
    return []
  }
  const budget = new Budget(CALL_LIMIT)
  const ours = site.state.matches(exchange, STATE.test(state ?? '') ? state : undefined)
  if (!ours && !(await isUnbound(site))) {
    site.complaints.warn('a consent callback was refused: it was not started by this browser')
    return []
  }
  try {
    const uuid = await site.client.token(code, budget.left)
    return [...site.auth.write(uuid), ...(ours ? site.state.clear() : [])]
  } catch (error) {
    if (!isHallpassError(error)) throw error
    site.complaints.warn('a consent callback was not finished', { detail: error.message })
    // They are back all the same: nobody waits for them any more.
    return ours ? site.state.clear() : []
  }
}

/** Whether it is certain that the service passes no state through. */
async function isUnbound(site: ConsentSite): Promise<boolean> {
  const { up, ours } = await site.health.standing(PATIENCE)
  if (!up || ours) return false
  site.complaints.once(
    'consent callbacks are not bound to their browser: the consent service passes no state through',
  )
  return true
}

/** Given twice it is nothing: two readers could each take another one. */
function one(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name)
  return values.length === 1 ? values[0] : undefined
}

/** A page of this site, but none of our own routes: those would begin the same thing again. */
function returnPage(site: ConsentSite, exchange: Exchange, wanted: string | undefined): string {
  const at = wanted?.indexOf('#') ?? -1
  const [address, fragment] =
    wanted === undefined || at < 0 ? [wanted, ''] : [wanted.slice(0, at), wanted.slice(at)]
  const page = returnAddress(address, site.urls.baseUrlFor(exchange), '')
  if (page === '' || /^\/_(?:cookies|choices)(?:[/?]|$)/i.test(page)) return '/'
  return FRAGMENT.test(fragment) ? page + fragment : page
}
