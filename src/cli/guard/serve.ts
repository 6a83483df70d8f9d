/** `hallpass guard serve`: runs the guard until it is told to stop. */
import { styleText } from 'node:util'
import { isHallpassError } from '../../errors.ts'
import type { Logger } from '../../http/ports.ts'
import { type GuardServing, serveGuard } from '../../proxy/server/serve.ts'
import { jsonLogger } from '../../serve/json-logger.ts'
import { codeOf } from '../consent/files.ts'
import { stopSignal } from '../stop-signal.ts'
import { greeting } from './greeting.ts'
import { faultPage, SERVE_HELP, type ServeArguments, serveArguments } from './options.ts'

/** Runs the command until it is stopped; gives the exit status. */
export async function serveCommand(args: readonly string[]): Promise<number> {
  const asked = serveArguments(args)
  if (asked === undefined) {
    process.stdout.write(SERVE_HELP)
    return 0
  }
  // The guard goes on when what collects its logs is gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  // With a certificate, SIGHUP says that there is a new one.
  const hasCertificate = Boolean(asked.env.HALLPASS_TLS_CERT)
  const stopped = stopSignal(
    process,
    undefined,
    hasCertificate ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'],
  )
  const serving = await started(asked)
  if (hasCertificate) process.on('SIGHUP', () => serving.reloadCertificate())
  await stopped
  process.stderr.write('\nStopping: requests that run may end. Ctrl-C once more stops at once.\n')
  await serving.close()
  return 0
}

async function started(asked: ServeArguments): Promise<GuardServing> {
  const warnings: string[] = []
  const logger = jsonLogger()
  const serving = await serveGuard(asked.env, { logger: heard(logger, warnings) }).catch(
    (error: unknown) => {
      throw new Error(whyNot(error, asked))
    },
  )
  const { baseUrls, url, bound, metricsUrl: metrics, plan } = serving
  logger.info('running', {
    baseUrl: baseUrls.join(', '),
    listens: bound,
    ...(metrics && { metrics }),
  })
  const { settings, pass } = plan.guard
  const upstreams = await serving.upstreams()
  process.stderr.write(
    greeting(
      {
        baseUrls,
        url,
        bound,
        metrics,
        access: settings.mode === 'off' ? 'public' : accessName(pass.guard?.default),
        rules: pass.guard?.rules?.length ?? 0,
        upstreams: upstreams.map(([name, isUp]) => ({ name, isUp })),
        asked: plan.settings.forwardAuth ? `${url}/_hallpass/auth` : undefined,
        callbackPath: settings.callbackPath,
        signOutPath: settings.signOutPath,
        warnings,
      },
      (text) => styleText('bold', text, { stream: process.stderr }),
    ),
  )
  return serving
}

/** The default access in a word; what is more than a word stands in the config file. */
function accessName(access: unknown): string {
  if (access === undefined) return 'public'
  return typeof access === 'string' ? access : 'what the config file asks for'
}

/** A logger whose warnings a person sees, too. */
function heard(logger: Logger, warnings: string[]): Logger {
  return {
    ...logger,
    warn(message, fields) {
      warnings.push(message)
      logger.warn(message, fields)
    },
  }
}

/** Why it does not listen, in words. */
function whyNot(error: unknown, { env, named }: ServeArguments): string {
  if (isHallpassError(error) && error.issues !== undefined) return faultPage(error.issues, named)
  const code = codeOf(error)
  if (code === undefined || isHallpassError(error)) throw error
  const address = error instanceof Error && 'port' in error ? error.port : undefined
  const isOfMetrics = env.HALLPASS_METRICS_PORT === String(address)
  const setting = named(isOfMetrics ? 'HALLPASS_METRICS_PORT' : 'HALLPASS_PORT')
  const host = named(isOfMetrics ? 'HALLPASS_METRICS_HOST' : 'HALLPASS_HOST')
  if (code === 'EADDRINUSE') return `Port ${address} is taken: ${setting} names another.`
  if (code === 'EACCES') {
    return `This user may not listen on port ${address}: ${setting} names another, 1024 or above.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${host} is no address of this machine.`
  }
  return `The guard cannot listen: ${code}.`
}
