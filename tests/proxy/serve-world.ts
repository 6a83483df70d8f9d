/** A guard of the real program between a provider and an app, all on this machine. */
import type { TestContext } from 'node:test'
import { Browser } from '../support/browser.ts'
import { freePorts } from '../support/free-ports.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { type GuardProgram, type Running, SETTINGS, type Settings } from './serve-program.ts'
import { type Upstream, upstream } from './serve-upstream.ts'

export interface World {
  readonly provider: HostileProvider
  readonly app: Upstream
  readonly guard: Running
  readonly browser: Browser
}

/** What stands in these settings, and must stand nowhere else. */
export const SECRETS: readonly string[] = [
  SETTINGS.AGS_CLIENT_SECRET ?? '',
  SETTINGS.AGS_CLIENT_SESSION_SECRET ?? '',
]

/** Starts all of it; the guard has no `HALLPASS_BASE_URL`. */
export async function world(
  t: TestContext,
  program: GuardProgram,
  settings: Settings = {},
  ...args: readonly string[]
): Promise<World> {
  const [provider, app, [port = 0]] = await Promise.all([
    HostileProvider.start(),
    upstream(t),
    freePorts(1),
  ])
  t.after(() => provider.close())
  const redirectUris = [`http://localhost:${port}/oidc_callback`]
  provider.clients = [{ id: 'shop', secret: SETTINGS.AGS_CLIENT_SECRET ?? '', redirectUris }]
  const guard = await program.serve(
    { AGS_CLIENT_ISSUER: provider.issuer, HALLPASS_UPSTREAM: app.url, ...settings },
    '--port',
    String(port),
    ...args,
  )
  t.after(() => guard.signal('SIGKILL'))
  return { provider, app, guard, browser: new Browser() }
}
