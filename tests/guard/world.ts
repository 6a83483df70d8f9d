/** A guard set up by an environment, before an app in some framework, at a provider on loopback. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { type GuardFromEnvOptions, guardFromEnv } from '../../src/guard.ts'
import { LoggedLines } from '../support/clock.ts'
import { freePorts } from '../support/free-ports.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import type { Start } from './apps.ts'

export const CLIENT = { id: 'shop', secret: 'the secret of the client shop' }

export interface World {
  readonly provider: HostileProvider
  readonly base: string
  readonly port: number
  readonly log: LoggedLines
  /** The addresses that the app saw. */
  readonly seen: string[]
}

/** Starts provider, guard and app; `env` adds to what every guard needs. */
export async function open(
  t: TestContext,
  start: Start,
  env: Readonly<Record<string, string>> = {},
  options: GuardFromEnvOptions = {},
): Promise<World> {
  const provider = await HostileProvider.start()
  const [port = 0] = await freePorts(1)
  const base = `http://shop.localhost:${port}`
  provider.clients = [{ ...CLIENT, redirectUris: [`${base}/oidc_callback`] }]
  const log = new LoggedLines()
  const seen: string[] = []
  const pass = guardFromEnv(
    { ...required(provider.issuer, base), ...env },
    { logger: log, ...options },
  )
  const app = await start(pass, port, (url, { user, auth, groups }) => {
    seen.push(url)
    return { url, sub: user?.sub ?? null, groups, auth: auth ?? null }
  })
  t.after(async () => {
    await app.close()
    await provider.close()
  })
  return { provider, base, port, log, seen }
}

/** What every guard needs. */
export function required(issuer: string, base: string): Record<string, string> {
  return {
    AGS_CLIENT_ISSUER: issuer,
    AGS_CLIENT_ID: CLIENT.id,
    AGS_CLIENT_SECRET: CLIENT.secret,
    AGS_CLIENT_AUTHENTICATED_PATHS: 'account,admin(/.*)?',
    AGS_CLIENT_SESSION_SECRET: 'the session secret of the guard tests',
    HALLPASS_BASE_URL: base,
  }
}

/** One request with its path exactly as written, which no client would tidy up. */
export async function raw(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; text: string }> {
  const socket = connect(port, '127.0.0.1')
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const host = `Host: shop.localhost:${port}\r\nConnection: close\r\nContent-Length: 0\r\n`
  socket.end(`${method} ${path} HTTP/1.1\r\n${host}${lines.join('')}\r\n`)
  const answer = await text(socket)
  return { status: Number(answer.split(' ', 2)[1]), text: answer }
}
