/**
 * A server on loopback that behaves like an AWS Cognito user pool with its domain. It stands in
 * for AWS, which cannot be run on a test machine. Habits of Cognito that it keeps: nothing is
 * discovered but the key set; access tokens are JWTs with `client_id` and no `aud`; groups are
 * absent for a user in none; a refresh gives a new ID token without nonce, and a new refresh
 * token only with rotation on; only refresh tokens can be revoked; `/logout` takes `client_id`
 * and `logout_uri`, and gives no state back.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { JSONWebKeySet } from 'jose'
import { Pool, type PoolAnswer, type PoolOptions, type PoolRequest } from './fake-cognito-pool.ts'
import { PoolKeys } from './fake-cognito-tokens.ts'

const REGION = 'eu-west-1'
const USER_POOL_ID = `${REGION}_Fake12345`
const DOMAIN = 'fake-pool'
const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`
const ORIGIN = `https://${DOMAIN}.auth.${REGION}.amazoncognito.com`

/** The settings of the pool; what is absent is as at a new pool. */
export type FakeCognitoOptions = Pick<PoolOptions, 'clients' | 'users'> & Partial<PoolOptions>

/** A running pool. */
export interface FakeCognito {
  readonly region: string
  readonly userPoolId: string
  readonly issuer: string
  /** The domain's prefix, as an option of `cognito()`. */
  readonly domain: string
  /** The domain as a browser sees it. */
  readonly origin: string
  readonly port: number
  readonly jwks: JSONWebKeySet
  readonly pool: Pool
  /** What was asked for: `POST /oauth2/token refresh_token`. */
  readonly calls: string[]
  /** A `fetch` that finds the AWS hosts of this pool here, and no other host anywhere. */
  readonly fetch: typeof fetch
  /** While it is down, `fetch` fails as for a host that cannot be reached. */
  setDown(down: boolean): void
  close(): Promise<void>
}

/** Starts a pool on a free port. */
export async function startFakeCognito(options: FakeCognitoOptions): Promise<FakeCognito> {
  const keys = await PoolKeys.make()
  const pool = new Pool(ISSUER, keys, {
    now: () => Math.floor(Date.now() / 1000),
    tokenSeconds: 3600,
    rotation: false,
    ...options,
  })
  const calls: string[] = []
  let down = false
  const server = createServer((request, response) => {
    serve(pool, keys.jwks, calls, request, response).catch((error) => response.destroy(error))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    region: REGION,
    userPoolId: USER_POOL_ID,
    issuer: ISSUER,
    domain: DOMAIN,
    origin: ORIGIN,
    port,
    jwks: keys.jwks,
    pool,
    calls,
    fetch: (input, init) => {
      const { origin, host, pathname, search } = new URL(
        input instanceof Request ? input.url : input,
      )
      const known = origin === ORIGIN || origin === new URL(ISSUER).origin
      if (down || !known) return Promise.reject(new TypeError(`cannot reach ${host}`))
      return fetch(`http://127.0.0.1:${port}${pathname}${search}`, init)
    },
    setDown: (value) => {
      down = value
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function serve(
  pool: Pool,
  jwks: JSONWebKeySet,
  calls: string[],
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = incoming
  const url = new URL(incoming.url ?? '/', ORIGIN)
  const form = new URLSearchParams(await text(incoming))
  const request = {
    method,
    url,
    form,
    cookie: headers.cookie ?? '',
    authorization: headers.authorization ?? '',
  }
  calls.push([method, url.pathname, form.get('grant_type') ?? ''].join(' ').trim())
  const { status, json, html, headers: extra } = await route(pool, jwks, request)
  const type = json === undefined ? 'text/html' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...extra })
  response.end(json === undefined ? html : JSON.stringify(json))
}

async function route(pool: Pool, jwks: JSONWebKeySet, request: PoolRequest): Promise<PoolAnswer> {
  switch (`${request.method} ${request.url.pathname}`) {
    case 'GET /oauth2/authorize':
      return pool.authorize(request)
    case 'GET /login':
    case 'POST /login':
      return pool.login(request)
    case 'POST /oauth2/token':
      return await pool.token(request)
    case 'GET /oauth2/userInfo':
      return pool.userInfo(request)
    case 'POST /oauth2/revoke':
      return pool.revoke(request)
    case 'GET /logout':
      return pool.logout(request)
    case `GET /${USER_POOL_ID}/.well-known/jwks.json`:
      return { status: 200, json: jwks }
    default:
      return { status: 404, html: 'not found' }
  }
}
