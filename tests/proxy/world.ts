/** A guard with a proxy before an app that records, at a provider on loopback. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import type { UpstreamConfig } from '../../src/guard-env/config.ts'
import { guardOf, planGuard } from '../../src/guard-env/plan.ts'
import type { Hallpass } from '../../src/index.ts'
import { guardedProxy } from '../../src/proxy/guarded.ts'
import type { Ended } from '../../src/proxy/observer.ts'
import { ReverseProxy, type ReverseProxyOptions } from '../../src/proxy/reverse/reverse-proxy.ts'
import { asksForWebSocket } from '../../src/proxy/upgrade-fault.ts'
import { CLIENT, required } from '../guard/world.ts'
import { Browser } from '../support/browser.ts'
import { LoggedLines } from '../support/clock.ts'
import { freePorts } from '../support/free-ports.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { Recorder } from './recorder.ts'

/** What a test changes. */
export interface Change {
  readonly env?: Readonly<Record<string, string>>
  readonly options?: Partial<ReverseProxyOptions>
  /** Default: the recorder alone. */
  readonly upstreams?: (recorder: Recorder) => readonly UpstreamConfig[]
  readonly now?: () => number
}

export interface World {
  readonly provider: HostileProvider
  readonly app: Recorder
  readonly base: string
  readonly port: number
  readonly pass: Hallpass
  readonly reverse: ReverseProxy
  readonly server: Server
  readonly log: LoggedLines
  readonly ended: Ended[]
  /** Signs in; the `Cookie` header of then on. */
  signIn(): Promise<string>
  /** Sends bytes as they are, and gives all that comes until the connection ends. */
  raw(bytes: string): Promise<string>
  /** A connection to the proxy. */
  open(): Promise<Socket>
}

/** Starts everything; it ends with the test. */
export async function openProxy(t: TestContext, change: Change = {}): Promise<World> {
  const provider = await HostileProvider.start()
  const app = await new Recorder().up()
  const [port = 0] = await freePorts(1)
  const base = `http://shop.localhost:${port}`
  provider.clients = [{ ...CLIENT, redirectUris: [`${base}/oidc_callback`] }]
  const log = new LoggedLines()
  const env = { ...required(provider.issuer, base), ...change.env }
  const plan = planGuard(env, { logger: log, ...(change.now && { now: change.now }) })
  const pass = guardOf(plan)
  const reverse = new ReverseProxy({
    upstreams: change.upstreams?.(app) ?? [{ url: app.url }],
    baseUrl: plan.pass.baseUrl ?? '',
    trustedProxies: plan.pass.trustedProxies ?? [],
    sessionCookie: plan.settings.sessionCookie,
    logger: log,
    ...change.options,
  })
  const ended: Ended[] = []
  const observer = { ended: (entry: Ended) => void ended.push(entry) }
  const { request, checkContinue, upgrade } = guardedProxy({ pass, reverse, observer, logger: log })
  // As the program's server does.
  const serverOptions = { shouldUpgradeCallback: asksForWebSocket }
  const server = createServer(serverOptions, request)
    .on('checkContinue', checkContinue)
    .on('upgrade', upgrade)
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const open = async () => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return socket
  }
  t.after(async () => {
    await reverse.close()
    server.close()
    server.closeAllConnections()
    if (app.server.listening) await app.down()
    await provider.close()
  })
  return {
    provider,
    app,
    base,
    port,
    pass,
    reverse,
    server,
    log,
    ended,
    open,
    async signIn() {
      const browser = new Browser()
      const page = await browser.visit(`${base}/account`)
      if (page.status !== 200) throw new Error(`no sign-in: ${page.status} ${page.body}`)
      return browser.jar.header(new URL(base), { method: 'GET', navigation: true }) ?? ''
    },
    async raw(bytes) {
      const socket = await open()
      socket.on('error', () => {})
      // Without an end: to Node, a client that has said its last is one that went away.
      socket.write(bytes, 'latin1')
      return await text(socket.setEncoding('latin1'))
    },
  }
}

/** The head of a request with these lines; `Connection: close` ends it, unless they say else. */
export function head(
  { port }: { readonly port: number },
  start: string,
  lines: readonly string[] = [],
): string {
  const host = `Host: shop.localhost:${port}`
  return `${[`${start} HTTP/1.1`, host, 'Connection: close', ...lines].join('\r\n')}\r\n\r\n`
}

/** The status of an answer. */
export function statusOf(answer: string): number {
  return Number(answer.split(' ', 2)[1])
}

/** Resolves when the condition holds; what never does is ended by the runner. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
