/** Begins a login at the public address, as a browser does: where it leads, its cookie, caches. */
import { NAVIGATION } from '../client/visit.ts'
import { clipped, type Finding, failed, ok } from '../finding.ts'
import type { Metadata } from '../provider/discovery.ts'
import { BASE_URL, CLIENT_ID, redirectUriOf, type Subject } from '../subject.ts'
import type { Answer, Wire } from '../wire.ts'
import { WireFault, wireFix } from '../wire-fault.ts'
import { cacheFinding } from './cache.ts'
import { cookieFinding } from './cookie.ts'

const NAME = 'public.login'

/** What came of it. */
export interface PublicLogin {
  readonly findings: readonly Finding[]
  /** Whether hallpass answered with a login of this client. */
  readonly isOurs: boolean
}

/** Asks twice: two logins are never the same. */
export async function checkLogin(
  subject: Subject,
  wire: Wire,
  metadata: Metadata | undefined,
): Promise<PublicLogin> {
  const ask = () => wire.call(loginUrl(subject), { headers: pageHeaders(subject) })
  try {
    const answer = await ask()
    const login = loginFinding(subject, answer, metadata)
    if (login.result !== 'ok') return { findings: [login], isOurs: false }
    const findings = [login, cookieFinding(subject, answer), cacheFinding(answer, await ask())]
    return { findings, isOurs: true }
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    return { findings: [failed(NAME, error.message, wireFix(error, BASE_URL))], isOurs: false }
  }
}

/** The login route, with a page to come back to. */
export function loginUrl({ baseUrl = '', routes }: Subject, returnTo = '/'): string {
  return `${baseUrl}${routes.login}?${new URLSearchParams({ returnTo })}`
}

/** The headers of a browser going to a page, with the feature flag on. */
export function pageHeaders({ flagCookie }: Subject, cookie?: string): Record<string, string> {
  const cookies = [flagCookie, cookie].filter((one) => one !== undefined)
  return { ...NAVIGATION, ...(cookies.length > 0 && { cookie: cookies.join('; ') }) }
}

function loginFinding(subject: Subject, answer: Answer, metadata: Metadata | undefined): Finding {
  const { status, url } = answer
  const location = answer.header('location')
  const to = location === undefined ? null : URL.parse(location, url)
  if (status < 300 || status > 399 || to === null) return noLogin(answer)
  if (!isProvider(to, metadata)) {
    const origin = to.origin === url.origin ? to.origin + to.pathname : to.origin
    const fix =
      to.pathname === url.pathname
        ? `Set ${BASE_URL} to ${to.origin}, and register its redirect URI.`
        : 'Let the proxy pass the paths below /_hallpass/ to hallpass as they are.'
    return failed(NAME, `the login leads to ${clipped(origin)}, not to the provider`, fix)
  }
  const client = to.searchParams.get('client_id')
  if (client !== subject.provider?.clientId) {
    const found = `the login that answers there is for the client ${clipped(String(client), 60)}`
    return failed(NAME, found, `Restart the service with these settings, or correct ${CLIENT_ID}.`)
  }
  const wanted = redirectUriOf(subject)
  const sent = to.searchParams.get('redirect_uri') ?? wanted
  if (sent !== wanted) {
    const found = `the service sends the redirect URI ${clipped(sent)}, and these settings say ${wanted}`
    return failed(NAME, found, `Restart the service with these settings: ${BASE_URL} first of all.`)
  }
  return ok(NAME, `it leads to the provider, and back to ${wanted}`)
}

function isProvider(to: URL, metadata: Metadata | undefined): boolean {
  const endpoint = metadata?.authorization_endpoint
  if (typeof endpoint !== 'string') return to.searchParams.has('client_id')
  const wanted = URL.parse(endpoint)
  return wanted !== null && to.origin === wanted.origin && to.pathname === wanted.pathname
}

function noLogin({ status, url }: Answer): Finding {
  const found = `${url.pathname} answers ${status}, not with a redirect to the provider`
  if (status >= 500) {
    const fix = 'Look at the log of the service: it may not reach the provider from where it runs.'
    return failed(NAME, found, fix)
  }
  const fix =
    'Let the proxy pass the paths below /_hallpass/ on, and mount the guard before everything else.'
  return failed(NAME, found, fix)
}
