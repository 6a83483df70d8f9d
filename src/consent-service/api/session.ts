/**
 * `GET /api/v1/cookies/session?return_uri=…`: a visitor on their way from a site comes by, and
 * goes back with a one-time code. This is where a browser is the same visitor to all sites.
 */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { faultReply } from '../../http/fault.ts'
import { isPrefetch } from '../../http/navigation.ts'
import type { Core, Route } from '../core.ts'
import { milliseconds, type Service } from '../service.ts'
import type { Site } from '../store/port.ts'
import { newVisitorId } from '../uuid.ts'
import { readVisitor, writeVisitor } from '../visitor-cookie.ts'
import { CODE_LIFE, newCode } from './code.ts'
import { readSessionRequest, type SessionRequest } from './return-uri.ts'

/** The code that a visitor is sent back with when none could be made; no site can use it. */
const NO_CODE = 'none'

export const sessionRoute: Route = {
  name: 'session',
  // A HEAD makes nobody known.
  methods: ['GET'],
  forPrograms: false,
  answer: session,
}

async function session(core: Core, exchange: Exchange): Promise<Reply> {
  if (isPrefetch(exchange)) return { status: 503, headers: [['cache-control', 'no-store']] }
  const request = requestOf(core, exchange)
  try {
    core.limits.byAddress('visitors', core.urls.clientAddress(exchange))
    return await toSite(core, exchange, request)
  } catch (error) {
    const site = core.siteOfOrigin.last(request.origin)
    const isPassing =
      isHallpassError(error) &&
      (error.code === 'store_unavailable' || error.code === 'rate_limited')
    if (!isPassing || site === undefined) throw error
    return wayBack(exchange, error, callbackOf(site, request, NO_CODE), site)
  }
}

/** One that makes no sense counts towards the limit of its address, too. */
function requestOf(core: Core, exchange: Exchange): SessionRequest {
  try {
    return readSessionRequest(exchange.url)
  } catch (error) {
    core.limits.byAddress('visitors', core.urls.clientAddress(exchange))
    throw error
  }
}

async function toSite(core: Core, exchange: Exchange, request: SessionRequest): Promise<Reply> {
  const site = await core.siteOfOrigin.get(request.origin)
  if (site === undefined) {
    const origin = request.origin.slice(0, 200)
    core.service.ports.logger.warn('a visitor came from a site that is not registered', { origin })
    throw new HallpassError('unknown_site', 'return_uri is not a page of a registered site.')
  }
  const { visitor, code } = await begin(core.service, exchange, site)
  return {
    status: 302,
    headers: [
      ['location', callbackOf(site, request, code)],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ...writeVisitor(core.service, visitor),
    ],
  }
}

/** Makes the visitor known to the site. One who was forgotten comes as somebody new. */
async function begin(
  service: Service,
  exchange: Exchange,
  site: Site,
): Promise<{ visitor: string; code: string }> {
  const { store } = service
  const at = milliseconds(service)
  const before = readVisitor(service, exchange)
  const known = before !== undefined && (await store.recognise(before, site.id))
  const visitor = known ? before : newVisitorId()
  if (!known) await store.know(visitor, site.id, at)
  const { code, hash } = newCode()
  await store.putCode({ hash, visitor, siteId: site.id, expiresAt: at + CODE_LIFE })
  return { visitor, code }
}

function callbackOf(site: Site, { address, state }: SessionRequest, code: string): string {
  const bound = state === undefined ? '' : `&state=${state}`
  return `${site.origin}${site.callback}?code=${code}${bound}&return_uri=${encodeURIComponent(address)}`
}

/** A visitor must not be stranded here by what will pass: the browser goes on by itself. */
function wayBack(exchange: Exchange, error: HallpassError, callback: string, site: Site): Reply {
  return faultReply(exchange, error, {
    links: [{ href: callback, label: `Back to ${new URL(site.origin).host}` }],
    headers: [['refresh', `0;url=${callback}`]],
  })
}
