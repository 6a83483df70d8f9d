/** Starts the central service as it was asked for. */
import { createConsentService } from '../../../consent-service/create.ts'
import { jsonLogger } from '../../../consent-service/server/json-logger.ts'
import { type Serving, serve } from '../../../consent-service/server/serve.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
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
  const { host, port, organisation, trustedProxies, dashboardKey } = asked
  const late = new LateService()
  const serving = await serve(late, { host, port }).catch((error: unknown) => {
    throw new Error(whyNot(error, host, port))
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
    logger.info('running', { baseUrl, listens: serving.url })
    return { ...serving, baseUrl }
  } catch (error) {
    await serving.close()
    throw error
  }
}

function whyNot(error: unknown, host: string, port: number): string {
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return `Port ${port} is taken on ${host}: --port names another.`
  if (code === 'EACCES') {
    return `This user may not listen on port ${port}: --port names another, 1024 or above.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `--host ${host} is no address of this machine.`
  }
  return `The service cannot listen on ${host}, port ${port}: ${code ?? 'unknown'}.`
}
