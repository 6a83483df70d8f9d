/** `signedIn`: the cookies of a visitor who is signed in, without a provider. */
import { HallpassError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Transaction } from '../login/transaction.ts'
import type { LoginProvider } from '../login/types.ts'
import type { Core } from '../pass/core.ts'
import { coreBehind } from '../pass/core-behind.ts'
import { beginSession } from '../pass/routes/begin-session.ts'
import type { Hallpass } from '../pass/types.ts'
import type { LoginState } from '../session/state.ts'
import { CookieJar } from './cookie-jar.ts'

/** Who is to be signed in. */
export interface SignedInUser {
  /** The user's id at the provider. */
  readonly sub: string
  /** Default: none. */
  readonly groups?: readonly string[]
  /** Further claims of `user`, such as `email`; `auth_time` and `acr` count as in an ID token. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** The name of the provider, where there are several; default the first. */
  readonly provider?: string
}

/** The headers of a visitor: give them to `apiClient`, or send the cookie in another way. */
export type VisitorHeaders = Readonly<Record<'cookie', string>>

/**
 * The headers of a visitor who is signed in: what the browser would send after a login. No
 * provider is asked; the session begins as after any login, with `hooks.afterLogin`, and in the
 * store where sessions have one. It holds no tokens: `accessToken()` rejects with
 * `no_access_token`.
 *
 * @throws `invalid_config` when nobody can sign in at `pass`; `hook_failed` and what else the hook
 * throws
 * @example
 * const api = apiClient(app, { headers: await signedIn(pass, { sub: 'una', groups: ['staff'] }) })
 */
export async function signedIn(pass: Hallpass, user: SignedInUser): Promise<VisitorHeaders> {
  const core = coreBehind(pass)
  if (core === undefined) throw wrong('pass: must come from createHallpass of the same package')
  if (typeof user.sub !== 'string' || user.sub === '') throw wrong('sub: must be text, not empty')
  const exchange = visitOf(core)
  const provider = providerNamed(core, user.provider)
  const { issuer, clientId } = provider.resolve(exchange)
  const { headers } = await beginSession(core, exchange, {
    verified: {
      login: loginOf(core, user, { provider: provider.name, issuer, clientId }),
      claims: { idToken: { ...user.claims, sub: user.sub }, userinfo: {}, accessToken: {} },
    },
    transaction: transactionOf(core, { provider: provider.name, issuer, clientId }),
    headers: [],
  })
  const jar = new CookieJar()
  jar.store(headers.filter(([name]) => name === 'set-cookie').map(([, line]) => line))
  // What is for the auth routes alone, such as the count of logins, goes nowhere else.
  const cookie = jar.header(core.routes.home)
  const visitor = await pass.visitor(visitOf(core, cookie))
  if (visitor.user?.sub === user.sub) return { cookie }
  throw wrong(`pass: a session of ${provider.name} needs its tokens; sign in at a provider instead`)
}

type Client = Pick<LoginState, 'provider' | 'issuer' | 'clientId'>

function loginOf({ ports }: Core, { sub, groups = [], claims = {} }: SignedInUser, client: Client) {
  const { auth_time: authTime, acr } = claims
  return {
    ...client,
    user: { ...claims, sub },
    groups,
    authTime: typeof authTime === 'number' ? authTime : ports.now(),
    ...(typeof acr === 'string' && { acr }),
    tokens: {},
  } satisfies LoginState
}

/** A login that nobody began: it goes to the home page. */
function transactionOf({ ports, routes }: Core, client: Client): Transaction {
  const unused = { state: '', nonce: '', codeVerifier: '', redirectUri: '' }
  return { ...unused, ...client, returnTo: routes.home, startedAt: ports.now() }
}

function providerNamed(core: Core, name: string | undefined): LoginProvider {
  const [first] = core.providers.values()
  const provider = name === undefined ? first : core.providers.get(name)
  if (provider === undefined || provider.disabled) {
    throw wrong(`provider: ${name ?? 'pass'} has no login where somebody could sign in`)
  }
  return provider
}

/** A request to the first base URL. */
function visitOf(core: Core, cookie?: string): Exchange {
  const host = new URL([core.options.baseUrl].flat()[0] ?? '').host
  const headers = new Map([
    ['host', host],
    ...(cookie === undefined ? [] : [['cookie', cookie] as const]),
  ])
  return { method: 'GET', url: core.routes.home, header: (name) => headers.get(name) }
}

function wrong(message: string): HallpassError {
  return new HallpassError('invalid_config', `signedIn: ${message}`)
}
