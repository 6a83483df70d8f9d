/** A browser that goes from an app to a provider and back, in this process. */
import { CookieJar } from '../cookie-jar.ts'
import { ApiTestError } from '../failure.ts'
import type { Send } from '../sending.ts'

/** Redirects within the app that are followed before the provider must be reached. */
const MAX_HOPS = 10

/** What a browser says of a page that somebody went to. */
const NAVIGATION: Readonly<Record<string, string>> = {
  accept: 'text/html,*/*;q=0.8',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
}

/** Where a redirect leads, and the answer that said so. */
interface Turn {
  readonly path: string
  readonly status: number
  readonly location: string
  readonly body: string
}

/**
 * Goes to `start`, follows to the provider at `issuer`, and comes back with its answer.
 *
 * @param authorize - sends what is for the provider
 * @returns the `Cookie` header that the browser then has for the app's pages
 * @throws ApiTestError where the way is another one
 */
export async function signInThrough(
  send: Send,
  issuer: string,
  authorize: (url: string) => Promise<Response>,
  start: string,
): Promise<string> {
  const jar = new CookieJar()
  const whole = URL.parse(start)
  const host = whole === null ? {} : { host: whole.host }
  const path = whole === null ? start : whole.pathname + whole.search
  const visit = async (target: string): Promise<Turn> => {
    const cookie = jar.header(target.split('?', 1)[0] ?? '')
    const headers = { ...NAVIGATION, ...host, ...(cookie !== '' && { cookie }) }
    const response = await send({ method: 'GET', path: target, headers })
    jar.store(response.headers.getSetCookie())
    const location = response.headers.get('location') ?? ''
    return { path: target, status: response.status, location, body: await response.text() }
  }
  const started = await reach(issuer, visit, path)
  const asked = await authorize(started.location)
  const back = URL.parse(asked.headers.get('location') ?? '')
  if (back === null) {
    const got = `${asked.status} ${await asked.text()}`
    throw new ApiTestError({ ...failed(started), expected: 'a login to begin', got })
  }
  const finished = await visit(back.pathname + back.search)
  if (finished.status >= 400) {
    const shown = { ...finished, path: back.pathname }
    throw new ApiTestError({ ...failed(shown), expected: 'a status below 400', got: shown.status })
  }
  return jar.header('/')
}

/** The answer that sends the browser to the provider. */
async function reach(
  issuer: string,
  visit: (path: string) => Promise<Turn>,
  path: string,
): Promise<Turn> {
  let turn = await visit(path)
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    if (turn.location.startsWith(`${issuer}/`)) return turn
    const next = URL.parse(turn.location, 'http://localhost')
    if (turn.location === '' || next === null) break
    turn = await visit(next.pathname + next.search)
  }
  const got = turn.location === '' ? turn.status : `a redirect to ${turn.location}`
  throw new ApiTestError({ ...failed(turn), expected: `a redirect to ${issuer}`, got })
}

function failed({ path, body }: Turn): { method: string; path: string; body: string | undefined } {
  return { method: 'GET', path, body: body === '' ? undefined : body }
}
