/** `initSentry`: errors of a web service or a worker, reported to Sentry. */
import type { ErrorEvent, NodeOptions } from '@sentry/node'
import { HallpassError } from '../../errors.ts'
import { isLeftOut } from './left-out.ts'
import { type CheckedSentryOptions, checkedSentryOptions, type SentryOptions } from './options.ts'
import { scrubbed } from './scrubbed.ts'

/** What reports; without an address it does nothing. */
export interface SentryReporter {
  /** Whether anything is reported. */
  readonly enabled: boolean
  /**
   * Reports an error, but for those that are left out. It never throws.
   *
   * @param about - What helps to find the cause: it is scrubbed as everything is.
   */
  report(error: unknown, about?: Readonly<Record<string, unknown>>): void
  /** Sends what waits, within so many seconds; default 2. False: not all went out. */
  flush(seconds?: number): Promise<boolean>
  /** The same, and nothing is reported after it. */
  close(seconds?: number): Promise<boolean>
}

const SILENT: SentryReporter = {
  enabled: false,
  report: () => {},
  flush: async () => true,
  close: async () => true,
}

/**
 * Begins to report: what `report` is given, and what ends the process (uncaught errors, rejections
 * that nobody handles). Without an address nothing is loaded, and nothing happens.
 *
 * Cookies, bodies, query parameters, local variables and who the user is are not collected; what
 * looks like a secret is taken out of all the rest.
 *
 * @throws HallpassError `invalid_config` for wrong options, and where `@sentry/node` is not
 * installed
 * @example
 * const sentry = await initSentry({ dsn: settings.sentryDsn, site: settings.site, release: release() })
 * const rest = createRest({ report: sentry.report })
 */
export async function initSentry(options: SentryOptions): Promise<SentryReporter> {
  const checked = checkedSentryOptions(options)
  const { dsn, site, leaveOut } = checked
  if (dsn === undefined) return SILENT
  const sentry = await load()
  const client = sentry.init(sdkOptions(dsn, checked))
  if (site !== undefined) sentry.setTag('site', site)
  return {
    enabled: client !== undefined,
    report(error, about) {
      if (isLeftOut(error, leaveOut)) return
      sentry.captureException(error, about === undefined ? undefined : { extra: { ...about } })
    },
    flush: (seconds = 2) => sentry.flush(seconds * 1000),
    close: (seconds = 2) => sentry.close(seconds * 1000),
  }
}

function sdkOptions(
  dsn: string,
  { release, site, leaveOut, tracesSampleRate }: CheckedSentryOptions,
): NodeOptions {
  return {
    dsn,
    release,
    ...(site !== undefined && { environment: site }),
    ...(tracesSampleRate > 0 && { tracesSampleRate }),
    sendClientReports: false,
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpBodies: [],
      urlQueryParams: false,
      queues: false,
      databaseQueryData: false,
      stackFrameVariables: false,
    },
    beforeSend: (event: ErrorEvent, { originalException }) =>
      isLeftOut(originalException, leaveOut) ? null : scrubbed(event),
    beforeBreadcrumb: (breadcrumb) => scrubbed(breadcrumb),
    beforeSendSpan: (span) => scrubbed(span),
  }
}

async function load(): Promise<typeof import('@sentry/node')> {
  try {
    return await import('@sentry/node')
  } catch (cause) {
    const message = 'Reports need the package @sentry/node: npm install @sentry/node'
    throw new HallpassError('invalid_config', message, { cause })
  }
}
