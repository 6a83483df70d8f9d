/** The endpoints of a fake provider (OpenID Connect Core, RFC 7009), as functions of a `Request`. */
import * as jose from 'jose'
import { equalText } from '../../crypto/equal.ts'
import { ACCESS_TTL, Grants, type Login } from './grants.ts'
import { metadata } from './metadata.ts'
import { claimsOf, type FakeUser } from './user.ts'

/** What a provider is made of. */
export interface ProviderSetup {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly now: () => number
}

/** @param user - Who signs in, where a browser comes. */
type Endpoint = (request: Request, user: FakeUser) => Response | Promise<Response>

/** The endpoints by their paths below the issuer. */
export function endpointsOf(setup: ProviderSetup): Readonly<Record<string, Endpoint>> {
  const { issuer, clientId, now } = setup
  const grants = new Grants(now)
  const keys = jose.generateKeyPair('ES256')

  const idToken = async ({ user, nonce, authTime }: Login): Promise<string> => {
    const claims = { auth_time: authTime, ...claimsOf(user), ...(nonce !== null && { nonce }) }
    return await new jose.SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: '1' })
      .setIssuer(issuer)
      .setAudience(clientId)
      .setIssuedAt(now())
      .setExpirationTime(now() + ACCESS_TTL)
      .sign((await keys).privateKey)
  }
  const tokens = async (login: Login): Promise<Response> =>
    Response.json({
      token_type: 'Bearer',
      expires_in: ACCESS_TTL,
      access_token: grants.accessToken(login.user),
      refresh_token: grants.refreshToken(login),
      id_token: await idToken(login),
    })

  return {
    '/.well-known/openid-configuration': () => Response.json(metadata(issuer)),
    '/jwks': async () => {
      const key = await jose.exportJWK((await keys).publicKey)
      return Response.json({ keys: [{ ...key, alg: 'ES256', use: 'sig', kid: '1' }] })
    },
    '/authorize': ({ url }, user) => {
      const asked = new URL(url).searchParams
      const wrong = faultOf(asked, clientId)
      if (wrong !== undefined) return new Response(`fakeProvider: ${wrong}`, { status: 400 })
      const redirectUri = asked.get('redirect_uri')
      const login = { user, nonce: asked.get('nonce'), authTime: now() }
      const code = grants.code(login, redirectUri, asked.get('code_challenge'))
      return sentTo(redirectUri ?? '', { code, state: asked.get('state'), iss: issuer })
    },
    '/token': async (request) => {
      const form = new URLSearchParams(await request.text())
      if (!isClient(request, form, setup)) return refused(401, 'invalid_client')
      const given = (name: string) => form.get(name) ?? ''
      const isRefresh = given('grant_type') === 'refresh_token'
      const login = isRefresh
        ? grants.spend(given('refresh_token'))
        : grants.redeem(given('code'), given('redirect_uri'), given('code_verifier'))
      if (login === undefined) return refused(400, 'invalid_grant')
      // The nonce is of the login: a refreshed ID token has none.
      return await tokens(isRefresh ? { ...login, nonce: null } : login)
    },
    '/userinfo': ({ headers }) => {
      const token = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''
      const user = grants.userOf(token)
      return user === undefined ? refused(401, 'invalid_token') : Response.json(claimsOf(user))
    },
    '/revoke': async (request) => {
      const form = new URLSearchParams(await request.text())
      if (!isClient(request, form, setup)) return refused(401, 'invalid_client')
      grants.spend(form.get('token') ?? '')
      return new Response(null, { status: 200 })
    },
    '/logout': ({ url }) => {
      const asked = new URL(url).searchParams
      const back = asked.get('post_logout_redirect_uri')
      if (back === null) return new Response('signed out')
      return sentTo(back, { state: asked.get('state') })
    },
  }
}

/** What a provider would not take of an authorization request. */
function faultOf(asked: URLSearchParams, clientId: string): string | undefined {
  const is = (name: string, value: string) => asked.get(name) === value
  if (!is('client_id', clientId)) return 'client_id is of another client'
  if (!is('response_type', 'code')) return 'response_type must be code'
  if (!is('code_challenge_method', 'S256')) return 'PKCE with S256 is missing'
  if ((asked.get('response_mode') ?? 'query') !== 'query') return 'response_mode must be query'
  if (URL.parse(asked.get('redirect_uri') ?? '') === null) return 'redirect_uri is no address'
  return undefined
}

function isClient(
  { headers }: Request,
  form: URLSearchParams,
  { clientId, clientSecret }: ProviderSetup,
): boolean {
  const basic = /^Basic (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString().split(':', 2).map(decodeURIComponent)
  return id === clientId && equalText(secret, clientSecret)
}

function refused(status: number, error: string): Response {
  return Response.json({ error }, { status })
}

function sentTo(address: string, parameters: Readonly<Record<string, string | null>>): Response {
  const url = new URL(address)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value)
  }
  return new Response(null, { status: 302, headers: { location: url.href } })
}
