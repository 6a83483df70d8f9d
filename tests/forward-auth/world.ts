/** A provider, the guard, a proxy that asks it, and an app in Python: all real. */
import type { Account } from '../../src/cli/demo/accounts.ts'
import { startProvider } from '../../src/cli/demo/provider.ts'
import type { GuardProgram, Running, Settings } from '../proxy/serve-program.ts'
import { Browser } from '../support/browser.ts'
import { startChild } from '../support/child-app.ts'
import { freePorts } from '../support/free-ports.ts'
import { type ProxyName, startProxy } from './proxies.ts'

const SECRET = 'a client secret of this test'

/** What reached the app. */
export interface Seen {
  readonly method: string
  readonly url: string
  /** By the names of WSGI. */
  readonly told: Readonly<Record<string, readonly string[]>>
  readonly size: number
}

export interface World {
  /** The address that visitors see. */
  readonly url: string
  readonly port: number
  readonly issuer: string
  readonly guard: Running
  /** Ends the guard, and starts it with these settings besides. */
  again(settings: Settings): Promise<void>
  /** What reached the app since it was asked last. */
  seen(): Promise<Seen[]>
  close(): Promise<void>
}

/** Starts all of it. Every path asks for a login, but `/open` and `/admin`, for the group editor. */
export async function startWorld(
  program: GuardProgram,
  name: ProxyName,
  settings: Settings = {},
  { accounts, app: otherApp }: { accounts?: readonly Account[]; app?: number } = {},
): Promise<World> {
  const [port = 0, guardPort = 0, appPort = 0] = await freePorts(3)
  const url = `http://shop.localhost:${port}`
  const provider = await startProvider({
    clients: [
      {
        client_id: 'shop',
        client_secret: SECRET,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${url}/oidc_callback`],
        post_logout_redirect_uris: [`${url}/sign-out`],
      },
    ],
    accessTokenTtl: 3600,
    ...(accounts && { accounts }),
  })
  const file = new URL('app.py', import.meta.url).pathname
  const app = await startChild({
    command: '/usr/bin/python3',
    args: [file, String(appPort)],
    port: appPort,
  })
  await fetch(`http://127.0.0.1:${appPort}/-/clear`)
  const start = (more: Settings) =>
    program.serveAlone(
      {
        AGS_CLIENT_ISSUER: provider.issuer,
        AGS_CLIENT_ID: 'shop',
        AGS_CLIENT_SECRET: SECRET,
        AGS_CLIENT_SESSION_SECRET: 'a session secret of this test',
        HALLPASS_BASE_URL: url,
        HALLPASS_DEFAULT_ACCESS: 'login',
        HALLPASS_RULES: '/open public; /public/* public; /admin/* group=editor',
        HALLPASS_SCOPE: 'openid profile email groups',
        HALLPASS_PORT: String(guardPort),
        ...settings,
        ...more,
      },
      '--forward-auth',
    )
  let guard = await start({}).catch(async (error: unknown) => {
    await Promise.all([app.close(), provider.close()])
    throw error
  })
  const ports = { proxy: port, guard: guardPort, app: otherApp ?? appPort }
  const proxy = await startProxy(name, ports).catch(async (error: unknown) => {
    guard.signal('SIGKILL')
    await Promise.all([app.close(), provider.close()])
    throw error
  })
  return {
    url,
    port,
    issuer: provider.issuer,
    get guard() {
      return guard
    },
    async again(more) {
      guard.signal('SIGKILL')
      await guard.ended
      guard = await start(more)
    },
    async seen() {
      const answer = await fetch(`http://127.0.0.1:${appPort}/-/seen`)
      await fetch(`http://127.0.0.1:${appPort}/-/clear`)
      return JSON.parse(await answer.text())
    },
    async close() {
      await proxy.close()
      guard.signal('SIGKILL')
      await guard.ended
      await app.close()
      await provider.close()
    },
  }
}

/** A browser in which somebody signed in. */
export async function signedIn(world: World, account: string): Promise<Browser> {
  const browser = new Browser()
  const page = await browser.visit(`${world.url}/account`)
  await browser.submit(page, { username: account, password: 'demo' })
  return browser
}
