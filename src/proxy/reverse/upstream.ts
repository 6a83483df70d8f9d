/** One app behind the proxy: where it is, what goes to it, and how it is. */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import type { UpstreamConfig } from '../../guard-env/config.ts'
import { isLocalhostName } from '../../http/loopback.ts'

export type { UpstreamConfig } from '../../guard-env/config.ts'

/** Requests that one app works on at once, and connections to it for them. */
export const MAX_ACTIVE = 4096
/** WebSockets to one app, which may stay open for days, and take no request's place. */
export const MAX_TUNNELS = 4096
/** Connections to it that wait for the next request. */
const MAX_FREE = 256
/** Milliseconds that they wait: servers close theirs after 5 s (Node) or so, mostly. */
const FREE_MS = 4000

/** Where http.request has to go to. */
export interface Target {
  readonly protocol: string
  readonly host: string
  readonly hostname: string
  readonly port: number
}

/** An app, as the configuration has it. */
export class Upstream {
  /** As the configuration has it, without a slash at its end: `http://127.0.0.1:8000`. */
  readonly name: string
  readonly target: Target
  /** Before every path: that of its URL. */
  readonly basePath: string
  /** In lower case; undefined: any. */
  readonly host: string | undefined
  /** `/api`, in lower case; empty for everything. */
  readonly prefix: string
  readonly stripPath: boolean
  /** What it is sent as `Host`; undefined: the public one. */
  readonly ownHost: string | undefined
  readonly health: string | undefined
  readonly agent: HttpAgent
  /** Name in the certificate, for https. */
  readonly servername: string | undefined
  /** Requests that it works on. */
  active = 0
  /** WebSockets that are open, or about to be. */
  tunnels = 0
  /** Whether it answers, as far as is known. */
  up = true

  constructor(config: UpstreamConfig) {
    const url = new URL(config.url)
    const bare = url.hostname.replace(/^\[(.*)\]$/, '$1')
    // The resolvers of many systems do not know the names below localhost.
    const hostname = isLocalhostName(bare) ? 'localhost' : bare
    const secure = url.protocol === 'https:'
    this.name = url.href.replace(/\/$/, '')
    this.target = {
      protocol: url.protocol,
      host: hostname,
      hostname,
      port: Number(url.port) || (secure ? 443 : 80),
    }
    this.basePath = url.pathname.replace(/\/$/, '')
    this.host = config.host?.toLowerCase()
    this.prefix = (config.path ?? '/').replace(/\/\*?$/, '').toLowerCase()
    this.stripPath = config.stripPath === true
    this.ownHost = config.passHost === false ? url.host : undefined
    this.health = config.health
    // The host that the app is sent is not that of its certificate.
    this.servername = secure ? (isIP(bare) === 0 ? bare : '') : undefined
    const options = {
      keepAlive: true,
      maxSockets: MAX_ACTIVE,
      maxFreeSockets: MAX_FREE,
      timeout: FREE_MS,
      scheduling: 'lifo' as const,
    }
    this.agent = secure
      ? new HttpsAgent({ ...options, servername: this.servername ?? '' })
      : new HttpAgent(options)
  }

  /** Whether requests for a path, in lower case, are for it. */
  takes(path: string): boolean {
    const { prefix } = this
    return prefix === '' || path === prefix || path.startsWith(`${prefix}/`)
  }
}
