/** `fakeProvider`: an OpenID provider in this process, which needs no port. */
import { randomBytes } from 'node:crypto'
import { HallpassError } from '../../errors.ts'
import type { VisitorHeaders } from '../signed-in.ts'
import { type ApiTarget, senderTo } from '../target.ts'
import { endpointsOf } from './endpoints.ts'
import { signInThrough } from './sign-in.ts'
import type { FakeUser } from './user.ts'

/** What a fake provider may be told. */
export interface FakeProviderOptions {
  /** An address, where nothing has to be; default `https://id.example`. */
  readonly issuer?: string
  /** Who signs in, where `signIn` names nobody; default `{ sub: 'una' }`. */
  readonly user?: FakeUser
  /** Seconds since the epoch; the clock of `createHallpass`. Default: the system's. */
  readonly now?: () => number
}

/** A provider, and the client that an app is at it. */
export interface FakeProvider {
  /** For the options of `oidc()`. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** For the option `fetch` of `createHallpass`: answers for the provider, and for nobody else. */
  readonly fetch: typeof fetch
  /**
   * Signs somebody in as a browser does: to the app, to the provider, and back to the app.
   *
   * @param path - where the app begins a login: its login route, or a page that asks for one; of a
   * whole address the host is sent as `Host`. Default `/auth/login`
   * @returns the headers of who is signed in
   * @throws ApiTestError when the app begins no login, or refuses it
   */
  signIn(app: ApiTarget, user?: FakeUser, path?: string): Promise<VisitorHeaders>
}

/**
 * An OpenID provider that exists in this process alone. Keys, signatures, PKCE, nonce, refresh tokens
 * that work once, userinfo and revocation are real; whoever comes is signed in at once.
 *
 * @throws `invalid_config` for an issuer that is no address
 * @example
 * const provider = fakeProvider()
 * const { issuer, clientId, clientSecret, fetch } = provider
 * const pass = createHallpass({ …, login: oidc({ issuer, clientId, clientSecret }), fetch })
 * const headers = await provider.signIn(app, { sub: 'una', groups: ['staff'] })
 */
export function fakeProvider(options: FakeProviderOptions = {}): FakeProvider {
  const { issuer = 'https://id.example', now = () => Math.floor(Date.now() / 1000) } = options
  if (!/^https?:\/\/[^?#]*[^/?#]$/.test(issuer) || URL.parse(issuer) === null) {
    throw new HallpassError(
      'invalid_config',
      'fakeProvider: issuer must be an address, without / at its end',
    )
  }
  const { user: resident = { sub: 'una' } } = options
  const [clientId, clientSecret] = ['test-client', randomBytes(24).toString('base64url')]
  const endpoints = endpointsOf({ issuer, clientId, clientSecret, now })

  const answer = async (request: Request, user: FakeUser): Promise<Response> => {
    const { origin, pathname } = new URL(request.url)
    const path = origin + pathname
    const name = path.startsWith(`${issuer}/`) ? path.slice(issuer.length) : ''
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
    if (endpoint !== undefined) return await endpoint(request, user)
    throw new TypeError('fetch failed', { cause: new Error(`fakeProvider: nothing is at ${path}`) })
  }

  return {
    issuer,
    clientId,
    clientSecret,
    fetch: (input, init) => answer(new Request(input, init), resident),
    async signIn(app, user = resident, path = '/auth/login') {
      const authorize = (url: string) => answer(new Request(url), user)
      return { cookie: await signInThrough(senderTo(app), issuer, authorize, path) }
    },
  }
}
