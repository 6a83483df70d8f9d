/** A strict provider and a guarded app on loopback, and what the doctor finds there. */
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { TestContext } from 'node:test'
import type { CheckName, Finding, Result } from '../../src/cli/doctor/finding.ts'
import { networkParts } from '../../src/cli/doctor/network.ts'
import { planOf } from '../../src/cli/doctor/planned.ts'
import { settingsFindings } from '../../src/cli/doctor/settings/all.ts'
import { Wire } from '../../src/cli/doctor/wire.ts'
import { guardFromEnv } from '../../src/guard.ts'
import { mount } from '../../src/node.ts'
import { LoggedLines } from '../support/clock.ts'
import { freePorts } from '../support/free-ports.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import type { Call, ProviderAnswer } from '../support/hostile-shapes.ts'

export type Env = Readonly<Record<string, string>>

export const CLIENT = { id: 'shop', secret: 'the secret of the client shop' }

/** Milliseconds that a call has; what is refused or hangs must not hold a test up. */
const PATIENCE = 15_000

/** What every guard needs. */
export function required(issuer: string, base: string): Record<string, string> {
  return {
    AGS_CLIENT_ISSUER: issuer,
    AGS_CLIENT_ID: CLIENT.id,
    AGS_CLIENT_SECRET: CLIENT.secret,
    AGS_CLIENT_AUTHENTICATED_PATHS: 'account',
    AGS_CLIENT_SESSION_SECRET: 'the session secret of the doctor’s tests',
    HALLPASS_BASE_URL: base,
  }
}

/** A provider that says everything it should, and refuses what is not registered for `base`. */
export async function strictProvider(t: TestContext, base: string): Promise<HostileProvider> {
  const provider = await HostileProvider.start()
  t.after(() => provider.close())
  provider.clients = [{ ...CLIENT, redirectUris: [`${base}/oidc_callback`] }]
  provider.change.metadata = complete
  provider.instead = {
    authorize: (call) => loginPage(provider, call),
    logout: ({ query }) =>
      query.get('post_logout_redirect_uri') === `${base}/sign-out`
        ? html(200, 'Sign out?')
        : html(400, 'post_logout_redirect_uri is not registered'),
  }
  return provider
}

/** The metadata with what a good provider adds. */
export function complete(metadata: Record<string, unknown>): Record<string, unknown> {
  return {
    ...metadata,
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email'],
  }
}

function loginPage({ clients }: HostileProvider, { query }: Call): ProviderAnswer {
  const client = clients.find(({ id }) => id === query.get('client_id'))
  if (client === undefined) return html(400, 'Unknown client')
  const isRegistered = client.redirectUris.includes(query.get('redirect_uri') ?? '')
  if (!isRegistered) return html(400, 'Invalid parameter: redirect_uri')
  return html(200, '<form><input name="username"><input name="password" type="password"></form>')
}

export function html(status: number, body: string): ProviderAnswer {
  return { status, body: `<html>${body}</html>`, headers: { 'content-type': 'text/html' } }
}

export interface World {
  readonly provider: HostileProvider
  readonly base: string
  readonly port: number
  readonly env: Env
}

/** Starts the provider, and with `isUp` the guarded app. */
export async function open(t: TestContext, more: Env = {}, isUp = true): Promise<World> {
  const [port = 0] = await freePorts(1)
  const base = `http://shop.localhost:${port}`
  const provider = await strictProvider(t, base)
  const env = { ...required(provider.issuer, base), ...more }
  if (isUp) await serve(t, port, guardedApp(env))
  return { provider, base, port, env }
}

/** An app that knows nothing of hallpass, behind a guard with these settings. */
export function guardedApp(env: Env): RequestListener {
  const pass = guardFromEnv(env, { logger: new LoggedLines() })
  return mount(pass, (_request, response) => response.end('the app'))
}

/** Listens on a port of 127.0.0.1 until the test ends. */
export async function serve(
  t: TestContext,
  port: number,
  listener: RequestListener,
): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
}

/** Everything that the doctor finds, as the command gathers it. */
export async function examine(env: Env, patience: number = PATIENCE): Promise<Finding[]> {
  const planned = await planOf(env)
  const wire = new Wire({ timeoutMs: patience, deadline: AbortSignal.timeout(10 * patience) })
  const parts = networkParts(planned, wire).map(({ findings }) => findings)
  return [...settingsFindings(planned, undefined), ...(await Promise.all(parts)).flat()]
}

/** The findings of one check. */
export function of(findings: readonly Finding[], check: CheckName): readonly Finding[] {
  return findings.filter((one) => one.check === check)
}

/** Holds that a check came to this, with these words in it. */
export function found(
  findings: readonly Finding[],
  check: CheckName,
  result: Result,
  words: RegExp = /./,
): void {
  const all = of(findings, check)
  const text = all.map((one) => `${one.result} ${one.found}\n  ${one.fix ?? ''}`).join('\n')
  const isThere = all.some((one) => one.result === result && words.test(`${one.found} ${one.fix}`))
  assert.ok(isThere, `${check} is not ${result} ${words}:\n${text || '(nothing)'}`)
  if (result === 'failed') assert.ok(all.every((one) => one.result === 'ok' || one.fix))
}
