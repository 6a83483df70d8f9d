/** Starts the central service as it was asked for. */
import { createConsentService } from '../../../consent-service/create.ts'
import { type Serving, serve } from '../../../consent-service/server/serve.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { jsonLogger } from '../../../serve/json-logger.ts'
import { codeOf } from '../files.ts'
import { LateService } from './late-service.ts'
import type { ServeArguments } from './options.ts'

/** A service that answers. */
export interface Started extends Serving {
  /** The address that visitors see. */
  readonly baseUrl: string
}

/**
 * Listens, and answers with a service on `store`, which it closes when it is closed. Its logs are
 * lines of JSON on stdout.
 *
 * @throws Error with one sentence; the store is then still open
 */
export async function startService(asked: ServeArguments, store: ConsentStore): Promise<Started> {
  const { host, port, metricsPort, organisation, trustedProxies, dashboardKey } = asked
  const late = new LateService()
  const metrics = metricsPort === undefined ? undefined : { port: metricsPort }
  const serving = await serve(late, { host, port, metrics }).catch((error: unknown) => {
    const isOfMetrics = metricsPort !== undefined && portOf(error) === metricsPort
    throw new Error(
      isOfMetrics
        ? whyNot(error, '127.0.0.1', metricsPort, '--metrics-port')
        : whyNot(error, host, port, '--port'),
    )
  })
  try {
    const baseUrl = asked.baseUrl ?? serving.url
    const dashboard = dashboardKey === undefined ? undefined : { key: dashboardKey }
    const logger = jsonLogger()
    late.is(
      await createConsentService({
        store,
        baseUrl,
        organisation,
        dashboard,
        trustedProxies,
        logger,
      }),
    )
    const { url: listens, metricsUrl } = serving
    logger.info('running', { baseUrl, listens, ...(metricsUrl && { metrics: metricsUrl }) })
    return { ...serving, baseUrl }
  } catch (error) {
    await serving.close()
    throw error
  }
}

function whyNot(error: unknown, host: string, port: number, option: string): string {
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return `Port ${port} is taken on ${host}: ${option} names another.`
  if (code === 'EACCES') {
    return `This user may not listen on port ${port}: ${option} names another, 1024 or above.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `--host ${host} is no address of this machine.`
  }
  return `The service cannot listen on ${host}, port ${port}: ${code ?? 'unknown'}.`
}

/** The port that could not be had. */
function portOf(error: unknown): unknown {
  return error instanceof Error && 'port' in error ? error.port : undefined
}
