/** Passes requests on to the apps behind. Who may is decided before. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ProxyServer } from 'httpxy'
import { HallpassError } from '../../errors.ts'
import type { Logger } from '../../http/ports.ts'
import { type PublicUrls, publicUrls } from '../../http/public-url.ts'
import { IDENTITY_HEADERS, type IdentityHeader } from '../identity/headers.ts'
import type { Admitted } from './admitted.ts'
import { AppHeaders } from './app-headers.ts'
import { HealthCheck } from './health.ts'
import { hasBody } from './no-body.ts'
import { OwnCookies } from './own-cookies.ts'
import { Passage, type Passing } from './passage.ts'
import { refuse } from './refuse.ts'
import { type Route, Routing } from './routing.ts'
import { responseOn } from './socket-reply.ts'
import { Tunnel } from './tunnel.ts'
import { MAX_ACTIVE, MAX_TUNNELS, Upstream, type UpstreamConfig } from './upstream.ts'

/** What the proxy has to know. */
export interface ReverseProxyOptions {
  readonly upstreams: readonly UpstreamConfig[]
  /** As `createHallpass` takes it, as are the next two. */
  readonly baseUrl: string | readonly string[]
  readonly trustedProxies?: readonly string[]
  /** The name of the session cookie, which no app gets or sets; default `hallpass`. */
  readonly sessionCookie?: string
  /** What the apps are told of a visitor; default everything. */
  readonly identityHeaders?: readonly IdentityHeader[]
  /** Seconds for a connection to an app; default 5. */
  readonly connectTimeout?: number
  /** Seconds that an app may be silent before its answer begins; default 60. */
  readonly timeout?: number
  /** Seconds between two questions whether the session of a WebSocket is still there; default 30. */
  readonly sessionCheck?: number
  /** Seconds between two health checks of an app; default 10. */
  readonly healthEvery?: number
  readonly logger: Logger
}

/** Whether an app answers. */
export interface UpstreamHealth {
  /** As the configuration has it: `http://127.0.0.1:8000`. */
  readonly name: string
  /** True, unless it fails its health checks. */
  readonly up: boolean
  /** Whether it is asked at all. */
  readonly checked: boolean
}

const SESSION_CHECK_SECONDS = 30

/** Passes requests on. */
export class ReverseProxy {
  readonly urls: PublicUrls
  readonly #upstreams: readonly Upstream[]
  readonly #routing: Routing
  readonly #passing: Passing
  readonly #checks: readonly HealthCheck[]
  readonly #sessionTimer: NodeJS.Timeout
  readonly #underWay = new WeakMap<IncomingMessage, Passage | Tunnel>()
  readonly #tunnels = new Set<Tunnel>()

  constructor(options: ReverseProxyOptions) {
    const { connectTimeout = 5, timeout = 60, sessionCheck = SESSION_CHECK_SECONDS } = options
    this.urls = publicUrls(options)
    this.#upstreams = options.upstreams.map((config) => new Upstream(config))
    this.#routing = new Routing(this.#upstreams)
    const cookies = new OwnCookies(options.sessionCookie ?? 'hallpass')
    const wanted = options.identityHeaders ?? IDENTITY_HEADERS
    this.#passing = {
      proxy: this.#proxy(),
      limits: { connectMs: connectTimeout * 1000, answerMs: timeout * 1000 },
      headers: new AppHeaders(this.urls, cookies, wanted, options.logger),
    }
    this.#checks = this.#upstreams.flatMap((one) =>
      one.health === undefined
        ? []
        : new HealthCheck(one, one.health, options.logger, options.healthEvery),
    )
    const check = () => {
      for (const tunnel of this.#tunnels) void tunnel.check()
    }
    this.#sessionTimer = setInterval(check, sessionCheck * 1000).unref()
  }

  /** Passes a request on. Whatever happens, the response gets an answer or is cut. */
  web(request: IncomingMessage, response: ServerResponse, admitted: Admitted): void {
    // A client may be gone by the time that it is known who it is.
    if (response.destroyed) return
    try {
      const route = this.#routeOf(admitted, false)
      const { upstream } = route
      upstream.active++
      response.once('close', () => {
        upstream.active--
      })
      const isBodiless = !hasBody(request)
      request.headers = this.#passing.headers.request(route, admitted)
      const passage = new Passage(this.#passing, request, response, route, admitted, isBodiless)
      this.#underWay.set(request, passage)
      passage.start()
    } catch (error) {
      refuse(response, admitted, error)
    }
  }

  /** The same for a WebSocket. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer, admitted: Admitted): void {
    if (socket.destroyed) return
    try {
      const route = this.#routeOf(admitted, true)
      const { upstream } = route
      const tunnel = new Tunnel(this.#passing, request, socket, route, admitted)
      upstream.tunnels++
      this.#tunnels.add(tunnel)
      socket.once('close', () => {
        upstream.tunnels--
        this.#tunnels.delete(tunnel)
      })
      const headers = this.#passing.headers.request(route, admitted)
      request.headers = { ...headers, connection: 'Upgrade', upgrade: 'websocket' }
      this.#underWay.set(request, tunnel)
      tunnel.start(head)
    } catch (error) {
      refuse(responseOn(request, socket), admitted, error)
    }
  }

  /** How the apps are. */
  health(): readonly UpstreamHealth[] {
    return this.#upstreams.map(({ name, up, health }) => ({
      name,
      up,
      checked: health !== undefined,
    }))
  }

  /** Ends the WebSockets, the health checks, and the connections that wait. */
  async close(): Promise<void> {
    clearInterval(this.#sessionTimer)
    for (const check of this.#checks) check.stop()
    for (const tunnel of this.#tunnels) tunnel.end()
    for (const { agent } of this.#upstreams) agent.destroy()
  }

  #proxy(): ProxyServer {
    const proxy = new ProxyServer()
    proxy.on('proxyReq', (outgoing, request) => this.#underWay.get(request)?.begun(outgoing))
    proxy.on('proxyReqWs', (outgoing, request) => this.#underWay.get(request)?.begun(outgoing))
    proxy.on('proxyRes', (answer, request) => {
      const passage = this.#underWay.get(request)
      if (passage instanceof Passage) passage.answered(answer)
    })
    proxy.on('error', (error, request) => {
      if (request !== undefined) this.#underWay.get(request)?.failed(error)
    })
    return proxy
  }

  #routeOf({ exchange, trail }: Admitted, isTunnel: boolean): Route {
    const route = this.#routing.routeOf(exchange, this.#passing.headers.addressOf(exchange).host)
    const { upstream } = route
    trail.upstream = upstream.name
    if (!upstream.up) {
      throw new HallpassError('upstream_unreachable', 'The app is down', { retryAfter: 10 })
    }
    const isBusy = isTunnel ? upstream.tunnels >= MAX_TUNNELS : upstream.active >= MAX_ACTIVE
    if (isBusy) {
      throw new HallpassError('upstream_busy', 'The app has too much to do', { retryAfter: 1 })
    }
    return route
  }
}
