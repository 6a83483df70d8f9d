/** `hallpass guard serve` in front of apps, with the demo's provider: all of it as in production. */
import { readFileSync } from 'node:fs'
import { startProvider } from '../../src/cli/demo/provider.ts'
import type { GuardProgram, Running, Settings } from '../proxy/serve-program.ts'
import { Browser } from '../support/browser.ts'
import { startChild } from '../support/child-app.ts'
import { freePorts } from '../support/free-ports.ts'

const SECRET = 'a client secret of this test'

/** A guard that runs in a process of its own. */
export interface World {
  readonly guard: Running
  /** The address that visitors see: `http://shop.localhost:…`. */
  readonly url: string
  readonly issuer: string
  close(): Promise<void>
}

/** Starts a provider and the guard; every path asks for a login where the settings say nothing else. */
export async function startGuard(program: GuardProgram, settings: Settings): Promise<World> {
  const [port = 0] = await freePorts(1)
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
  })
  const guard = await program.serveAlone({
    AGS_CLIENT_ISSUER: provider.issuer,
    AGS_CLIENT_ID: 'shop',
    AGS_CLIENT_SECRET: SECRET,
    AGS_CLIENT_SESSION_SECRET: 'a session secret of this test',
    HALLPASS_BASE_URL: url,
    HALLPASS_DEFAULT_ACCESS: 'login',
    HALLPASS_SCOPE: 'openid profile email groups',
    HALLPASS_PORT: String(port),
    ...settings,
  })
  const close = async () => {
    guard.signal('SIGTERM')
    await guard.ended
    await provider.close()
  }
  return { guard, url, issuer: provider.issuer, close }
}

/** The Python app, at a free port. */
export async function startPython(): Promise<{ url: string; close(): Promise<void> }> {
  const [port = 0] = await freePorts(1)
  const file = new URL('site.py', import.meta.url).pathname
  const { close } = await startChild({ command: 'python3', args: [file, String(port)], port })
  return { url: `http://127.0.0.1:${port}`, close }
}

/** The `Cookie` header of a reader who signed in. */
export async function cookieOfReader({ url }: World): Promise<string> {
  const browser = new Browser()
  const page = await browser.visit(`${url}/`)
  await browser.submit(page, { username: 'reader', password: 'demo' })
  const cookie = browser.jar.header(new URL(url), { method: 'GET', navigation: true })
  if (cookie === undefined) throw new Error('the login set no cookie')
  return cookie
}

/** Bytes of memory that are resident in a process (Linux). */
export function memoryOf(pid: number): number {
  return (
    Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  )
}
