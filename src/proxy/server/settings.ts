/** What the environment says about the server around the proxy. */
import type { ConfigIssue } from '../../errors.ts'
import type { ServeName } from '../../guard-env/names.ts'
import { nearest } from '../../options/nearest.ts'
import { IDENTITY_HEADERS, type IdentityHeader } from '../identity/headers.ts'
import { ACCESS_LOGS, type AccessLog } from './access-log.ts'

/** Where a server of ours listens. */
export interface ListenAddress {
  /** 0: any that is free. */
  readonly port: number
  /** Without brackets. */
  readonly host: string
}

/** The files of a certificate and its key. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** What the environment says; where it is wrong, a default stands in, and nothing is started. */
export interface ServerSettings extends ListenAddress {
  /** Gets what no upstream of the config file gets. */
  readonly upstream: string | undefined
  readonly forwardAuth: boolean
  /** Undefined: there are no metrics. */
  readonly metrics: ListenAddress | undefined
  readonly tls: TlsFiles | undefined
  /** Seconds that a connection to an upstream may take. */
  readonly connectTimeout: number
  /** Seconds that an upstream may be silent before it answers. */
  readonly timeout: number
  /** Asked of every upstream now and then; undefined: only whether it can be reached. */
  readonly healthPath: string | undefined
  /** Undefined: the default ones. */
  readonly identityHeaders: readonly IdentityHeader[] | undefined
  readonly accessLog: AccessLog
}

/** Gives the text of a variable, without white space around it; undefined where it is empty. */
export type ReadText = (name: ServeName) => string | undefined

/** Where the server listens when nothing else is said. */
export const DEFAULT_PORT = 8701

const LOOPBACK = '127.0.0.1'

/** Reads the settings of the server, and all that is wrong with them. */
export function serverSettings(text: ReadText): {
  settings: ServerSettings
  issues: readonly ConfigIssue[]
} {
  const read = new ServerReader(text)
  const { port, host } = {
    port: read.port('HALLPASS_PORT') ?? DEFAULT_PORT,
    host: read.host('HALLPASS_HOST'),
  }
  const settings: ServerSettings = {
    port,
    host,
    upstream: text('HALLPASS_UPSTREAM'),
    forwardAuth: read.flag('HALLPASS_FORWARD_AUTH'),
    metrics: read.metrics(port),
    tls: read.tls(),
    connectTimeout: read.seconds('HALLPASS_UPSTREAM_CONNECT_TIMEOUT', 5),
    timeout: read.seconds('HALLPASS_UPSTREAM_TIMEOUT', 60),
    healthPath: read.healthPath(),
    identityHeaders: read.identityHeaders(),
    accessLog: read.word('HALLPASS_ACCESS_LOG', ACCESS_LOGS),
  }
  if (settings.forwardAuth && settings.upstream !== undefined) {
    read.fault('HALLPASS_FORWARD_AUTH', 'contradicts HALLPASS_UPSTREAM: give one of them')
  }
  return { settings, issues: read.issues }
}

/** Reads values, and collects faults that name the variable and never quote what is in it. */
class ServerReader {
  readonly issues: ConfigIssue[] = []
  readonly #text: ReadText

  constructor(text: ReadText) {
    this.#text = text
  }

  port(name: ServeName): number | undefined {
    const value = this.#text(name)
    if (value === undefined) return undefined
    if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
    this.fault(name, 'must be a number from 0 to 65535')
    return undefined
  }

  host(name: ServeName): string {
    const host = (this.#text(name) ?? LOOPBACK).replace(/^\[(.*)\]$/, '$1')
    if (/^[\w.:%-]+$/.test(host)) return host
    this.fault(name, 'must be an address of this machine, such as 127.0.0.1 or 0.0.0.0')
    return LOOPBACK
  }

  /** The first word is the default. */
  word<W extends string>(name: ServeName, words: readonly [W, ...W[]]): W {
    const value = this.#text(name)?.toLowerCase()
    const word = words.find((one) => one === value)
    if (value === undefined || word !== undefined) return word ?? words[0]
    const near = nearest(value, words)
    const meant = near === undefined ? '' : `: write ${near}`
    this.fault(name, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}${meant}`)
    return words[0]
  }

  /** As the guard's own: default false. */
  flag(name: ServeName): boolean {
    const value = this.#text(name)?.toLowerCase()
    if (value === undefined || value === 'false' || value === '0') return false
    if (value !== 'true' && value !== '1') this.fault(name, 'must be true or false')
    return true
  }

  seconds(name: ServeName, otherwise: number): number {
    const value = this.#text(name)
    if (value === undefined) return otherwise
    if (/^\d{1,5}$/.test(value) && Number(value) > 0) return Number(value)
    this.fault(name, 'must be a number of seconds from 1 to 99999')
    return otherwise
  }

  metrics(port: number): ListenAddress | undefined {
    const host = this.host('HALLPASS_METRICS_HOST')
    const metricsPort = this.port('HALLPASS_METRICS_PORT')
    if (metricsPort === undefined) {
      if (this.#text('HALLPASS_METRICS_HOST') !== undefined && !this.#text('HALLPASS_METRICS_PORT'))
        this.fault('HALLPASS_METRICS_HOST', 'needs HALLPASS_METRICS_PORT')
      return undefined
    }
    if (metricsPort === port && port !== 0) {
      this.fault('HALLPASS_METRICS_PORT', 'must be another than HALLPASS_PORT')
    }
    return { port: metricsPort, host }
  }

  tls(): TlsFiles | undefined {
    const cert = this.#text('HALLPASS_TLS_CERT')
    const key = this.#text('HALLPASS_TLS_KEY')
    if (cert !== undefined && key !== undefined) return { cert, key }
    if (cert !== undefined) this.fault('HALLPASS_TLS_KEY', 'is missing: HALLPASS_TLS_CERT needs it')
    if (key !== undefined) this.fault('HALLPASS_TLS_CERT', 'is missing: HALLPASS_TLS_KEY needs it')
    return undefined
  }

  healthPath(): string | undefined {
    const path = this.#text('HALLPASS_HEALTH_PATH')
    if (path === undefined || /^\/[!-~]*$/.test(path)) return path
    this.fault('HALLPASS_HEALTH_PATH', 'must be a path such as /health')
    return undefined
  }

  identityHeaders(): readonly IdentityHeader[] | undefined {
    const text = this.#text('HALLPASS_IDENTITY_HEADERS')
    if (text === undefined) return undefined
    const names = text
      .toLowerCase()
      .split(',')
      .flatMap((name) => name.trim() || [])
    const known = names.flatMap((name) => IDENTITY_HEADERS.find((one) => one === name) ?? [])
    if (known.length < names.length || known.length === 0) {
      this.fault('HALLPASS_IDENTITY_HEADERS', `must be some of ${IDENTITY_HEADERS.join(', ')}`)
    }
    return known
  }

  fault(path: ServeName, message: string): void {
    this.issues.push({ path, message })
  }
}
