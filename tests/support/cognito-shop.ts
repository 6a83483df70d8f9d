/** A shop behind a user pool: pages for everybody, for the signed-in, and for groups. */
import { createServer } from 'node:http'
import { mount, requireLogin } from '../../src/adapters/node.ts'
import { cognito } from '../../src/login/presets/cognito.ts'
import type { CognitoOptions } from '../../src/login/presets/cognito-options.ts'
import { createHallpass } from '../../src/pass/create.ts'
import type { HallpassOptions } from '../../src/pass/options.ts'
import { Browser } from './browser.ts'
import { type Clock, clockAt, LoggedLines } from './clock.ts'
import { type FakeCognito, type FakeCognitoOptions, startFakeCognito } from './fake-cognito.ts'

export const SHOP = 'https://shop.example'
/** Another name of the same service. */
export const MARKET = 'https://market.example'
export const PASSWORD = 'correct horse'

/** The app clients that the pool knows. */
export const CONFIDENTIAL = 'confidential'
export const PUBLIC = 'public'
const CLIENT_SECRET = '1abcdefghijklmnopqrstuvwxyz0123456789'

/** What differs from the usual shop. */
export interface ShopOptions {
  readonly login?: CognitoOptions
  readonly hallpass?: Partial<HallpassOptions>
  readonly pool?: Partial<FakeCognitoOptions>
  /** When the clock starts; default that of every test. */
  readonly time?: number
}

/** A running shop with its pool. */
export interface CognitoShop {
  readonly pool: FakeCognito
  readonly clock: Clock
  readonly log: LoggedLines
  /** A new browser, which finds the shop and the pool by their public names. */
  browser(): Browser
  /** A browser in which a user went to a page and signed in on the way. */
  signedIn(username: string, path?: string): Promise<Browser>
  close(): Promise<void>
}

/** Starts a pool and a shop on free ports. */
export async function startCognitoShop(options: ShopOptions = {}): Promise<CognitoShop> {
  const clock = clockAt(options.time)
  const log = new LoggedLines()
  const urls = (path: string) => [SHOP, MARKET].map((origin) => origin + path)
  const common = {
    callbackUrls: [...urls('/auth/callback'), ...urls('/postlogin')],
    logoutUrls: [...urls('/auth/logged-out'), ...urls('/postlogout')],
  }
  const groupsOf = { ann: ['admin', 'editor'], eve: ['editor'], bob: [] }
  const pool = await startFakeCognito({
    now: clock.now,
    clients: [
      { clientId: CONFIDENTIAL, clientSecret: CLIENT_SECRET, ...common },
      { clientId: PUBLIC, ...common },
    ],
    users: Object.entries(groupsOf).map(([username, groups]) => ({
      username,
      sub: `sub-${username}`,
      password: PASSWORD,
      email: `${username}@example.com`,
      groups,
    })),
    ...options.pool,
  })
  const { userPoolId, domain } = pool
  const client = { userPoolId, domain, clientId: CONFIDENTIAL, clientSecret: CLIENT_SECRET }
  const pass = createHallpass({
    baseUrl: [SHOP, MARKET],
    secrets: ['a secret of 32 bytes, made at random'],
    login: cognito({ ...client, ...options.login }, {}),
    now: clock.now,
    fetch: pool.fetch,
    logger: log,
    ...options.hallpass,
  })
  const server = createServer(mount(pass, pages()))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const browser = () =>
    new Browser({ [SHOP]: { port }, [MARKET]: { port }, [pool.origin]: { port: pool.port } })
  return {
    pool,
    clock,
    log,
    browser,
    signedIn: async (username, path = '/account') => {
      const visitor = browser()
      await signIn(visitor, `${SHOP}${path}`, username)
      return visitor
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await pool.close()
    },
  }
}

/** Goes to a page that asks for a login, and fills in the form of the pool. */
export async function signIn(
  browser: Browser,
  address: string,
  username: string,
): ReturnType<Browser['submit']> {
  const form = await browser.visit(address)
  return await browser.submit(form, { username, password: PASSWORD })
}

function pages(): Parameters<typeof mount>[1] {
  const account = requireLogin()((_request, response, visitor) => {
    const { user, groups, session } = visitor
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ user, groups, session }))
  })
  const token = requireLogin()(async (_request, response, visitor) => {
    response.end(await visitor.accessToken())
  })
  const text = (body: string, access: Parameters<typeof requireLogin>[0]) =>
    requireLogin(access)((_request, response) => response.end(body))
  const routes: Readonly<Record<string, ReturnType<typeof text>>> = {
    '/account': account,
    '/token': token,
    '/admin': text('admin', { group: 'admin' }),
    '/edit': text('edit', { anyGroup: ['admin', 'editor'] }),
    '/both': text('both', { allGroups: ['admin', 'editor'] }),
    '/cart': requireLogin()((request, response, visitor) => {
      Object.assign(visitor.session, { cart: new URL(request.url ?? '', SHOP).search.slice(1) })
      response.end('kept')
    }),
  }
  return (request, response, visitor) => {
    const route = routes[new URL(request.url ?? '/', SHOP).pathname]
    return route === undefined ? response.end('public') : route(request, response, visitor)
  }
}
