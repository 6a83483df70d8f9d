/** `serveGuard`: the guard as a server of its own, in front of apps or beside another proxy. */
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { SecureContextOptions } from 'node:tls'
import { type GuardFromEnvOptions, guardOf } from '../../guard-env/plan.ts'
import type { Environment } from '../../guard-env/read.ts'
import type { Logger } from '../../http/ports.ts'
import { Connections } from '../../serve/connections.ts'
import { jsonLogger } from '../../serve/json-logger.ts'
import { boundOf, listening, urlOf } from '../../serve/listening.ts'
import { serveMetrics } from '../../serve/metrics-server.ts'
import { serverLimits } from '../../serve/server-limits.ts'
import { WrittenLines } from '../../serve/written-lines.ts'
import { asksForWebSocket } from '../upgrade-fault.ts'
import { type Front, frontOf } from './front.ts'
import { GuardMetrics } from './metrics.ts'
import { observerOf } from './observer.ts'
import { planServer, type ServerPlan } from './plan.ts'
import type { ServerSettings } from './settings.ts'
import { readCertificate } from './tls.ts'

/** A guard that listens. */
export interface GuardServing {
  /** The settings that it was started with. */
  readonly plan: ServerPlan
  /** The addresses that visitors see: `https://app.example`; the main one first. */
  readonly baseUrls: readonly string[]
  /** Where it listens, of this machine: `http://127.0.0.1:8701`. */
  readonly url: string
  /** The same as the system has it: `http://0.0.0.0:8701` where others reach it, too. */
  readonly bound: string
  /** `http://127.0.0.1:9464/metrics`; undefined unless it was asked for. */
  readonly metricsUrl: string | undefined
  /** The apps behind it, and whether they answer. */
  upstreams: Front['upstreams']
  /** Reads the certificate again. The old one stays where the new one is wrong, and that is logged. */
  reloadCertificate(): void
  /**
   * Takes no more connections, lets the requests that came finish, for 10 seconds at most, and ends
   * WebSockets.
   */
  close(): Promise<void>
}

/** Seconds that a client may take to send the head of a request. How long a body takes is open. */
const CLIENT_SECONDS = { head: 10, request: 0 }
const HANDSHAKE_SECONDS = 10
/** Seconds that a stop waits for requests. */
const STOP_SECONDS = 10

/**
 * Serves the guard that an environment describes: with `HALLPASS_UPSTREAM` as a reverse proxy, with
 * `HALLPASS_FORWARD_AUTH` as what another proxy asks.
 *
 * @throws `invalid_config` that names every variable that is missing, wrong or misspelt, at once;
 *   nothing listens then
 * @throws Error with the `code` of the system when a port cannot be had: `EADDRINUSE`
 * @example
 * const { url, close } = await serveGuard(process.env)
 * process.once('SIGTERM', () => void close())
 */
export async function serveGuard(
  env: Environment,
  options: GuardFromEnvOptions = {},
): Promise<GuardServing> {
  const metrics = new GuardMetrics()
  const logger = metrics.counting(options.logger ?? jsonLogger())
  const plan = planServer(env, { ...options, logger })
  const { settings, certificate } = plan
  // With a fault among them, this does not come back.
  if (plan.guard.issues.length + plan.issues.length > 0) guardOf(plan.guard, plan.issues)

  const server = serverOf(certificate)
  const connections = new Connections()
  connections.follow(server)
  await listening(server, settings)
  const scheme = certificate === undefined ? 'http' : 'https'
  const url = urlOf(server, scheme)
  // No request is read before the next pause of this function, and then the guard is there.
  const guard = plan.guardAt(Number(new URL(url).port) || settings.port)
  const lines = new WrittenLines()
  const front = frontOf(plan, guard, observerOf(settings.accessLog, metrics, lines))
  server.on('request', connections.watched(front.request))
  server.on('checkContinue', connections.watched(front.checkContinue))
  server.on('upgrade', connections.watchedUpgrade(front.upgrade))

  const stop = async (measured?: Server) => {
    await connections.stop(server, STOP_SECONDS)
    await front.close()
    measured?.close()
    measured?.closeAllConnections()
    lines.flush()
  }
  const text = async () => {
    const upstreams = await front.upstreams()
    return metrics.text({ upgraded: connections.upgraded, upstreams })
  }
  const measured = await measuredBy(settings, text).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  let closed: Promise<void> | undefined
  return {
    plan,
    baseUrls: guard.settings.baseUrls,
    url,
    bound: boundOf(server, scheme),
    metricsUrl: measured && `${urlOf(measured)}/metrics`,
    upstreams: front.upstreams,
    reloadCertificate: () => reload(server, settings, logger),
    close() {
      closed ??= stop(measured)
      return closed
    },
  }
}

function serverOf(certificate: SecureContextOptions | undefined): Server | TlsServer {
  const limits = { ...serverLimits(CLIENT_SECONDS), shouldUpgradeCallback: asksForWebSocket }
  if (certificate === undefined) return createServer(limits)
  const handshakeTimeout = HANDSHAKE_SECONDS * 1000
  const tls = { ...certificate, handshakeTimeout, ALPNProtocols: ['http/1.1'] }
  return createTlsServer({ ...limits, ...tls })
}

async function measuredBy(
  { metrics }: ServerSettings,
  text: () => Promise<string>,
): Promise<Server | undefined> {
  return metrics && serveMetrics(text, metrics)
}

function reload(server: Server | TlsServer, { tls }: ServerSettings, logger: Logger): void {
  if (tls === undefined || !('setSecureContext' in server)) return
  const certificate = readCertificate(tls)
  if (certificate.ok) {
    server.setSecureContext(certificate.context)
    logger.info('the certificate was read again')
    return
  }
  const faults = certificate.issues.map(({ path, message }) => `${path} ${message}`)
  logger.error('the certificate stays the one before', { faults })
}
