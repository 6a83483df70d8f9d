/** What the proxy counts. No label tells visitors or addresses apart. */
import type { Logger } from '../../http/ports.ts'
import { processLines } from '../../serve/process-metrics.ts'
import { Counter, gauge, gauges, Histogram, type Metric } from '../../serve/prometheus.ts'
import type { Ended } from '../observer.ts'
import type { Found } from './reachable.ts'

/** What is asked for when the metrics are read. */
export interface Now {
  /** Connections that speak WebSocket, or another protocol than HTTP. */
  readonly upgraded: number
  /** Whether each upstream answers, by its name. */
  readonly upstreams: readonly Found[]
}

/** How an upstream can fail, by the code of the answer. */
const UPSTREAM_FAULTS: Readonly<Record<string, string>> = {
  upstream_unreachable: 'unreachable',
  upstream_timeout: 'timeout',
  upstream_failed: 'failed',
  upstream_busy: 'busy',
}

/** The counts of one server, since it was started. */
export class GuardMetrics {
  readonly #requests = new Counter(
    'hallpass_guard_requests_total',
    'Requests by outcome, status class and upstream: forwarded to the app, answered by hallpass, refused, failed at the upstream, or gone with the client.',
    ['outcome', 'status', 'upstream'],
  )
  readonly #duration = new Histogram(
    'hallpass_guard_request_duration_seconds',
    'Time from the head of a request to the end of its answer, by outcome. A connection that was upgraded is not in it.',
    'outcome',
  )
  readonly #refusals = new Counter(
    'hallpass_guard_refusals_total',
    'Requests that were refused, by the code of docs/errors.md.',
    ['reason'],
  )
  readonly #upstreamErrors = new Counter(
    'hallpass_guard_upstream_errors_total',
    'Requests that an upstream failed, by kind: unreachable, timeout, failed, busy.',
    ['kind'],
  )
  readonly #logins = new Counter('hallpass_guard_logins_total', 'Logins that succeeded.')

  /** Counts a request whose answer is out. */
  ended({ status, seconds, upstream, reason }: Ended): void {
    const kind = reason === undefined ? undefined : UPSTREAM_FAULTS[reason]
    const outcome = outcomeOf(status, upstream, reason, kind)
    this.#requests.add([outcome, classOf(status), upstream ?? ''])
    if (status !== 101) this.#duration.observe(outcome, seconds)
    if (kind !== undefined) this.#upstreamErrors.add([kind])
    else if (reason !== undefined) this.#refusals.add([reason])
  }

  /** A logger that writes where `logger` does, and from which logins are counted. */
  counting(logger: Logger): Logger {
    return {
      info: (message, fields) => {
        // What the core says when a session begins; every login says it, and nothing else.
        if (message === 'login') this.#logins.add([])
        logger.info(message, fields)
      },
      warn: (message, fields) => logger.warn(message, fields),
      error: (message, fields) => logger.error(message, fields),
    }
  }

  /** All of it, in Prometheus' text format. */
  text({ upgraded, upstreams }: Now): string {
    const counted: readonly Metric[] = [
      this.#requests,
      this.#duration,
      this.#refusals,
      this.#upstreamErrors,
      this.#logins,
    ]
    const up = upstreams.map(([name, isUp]) => [name, isUp ? 1 : 0] as const)
    const lines = [
      ...counted.flatMap((metric) => metric.lines()),
      ...gauge('hallpass_guard_upgraded_connections', 'WebSockets that are open.', upgraded),
      ...gauges('hallpass_guard_upstream_up', 'Whether an upstream answers.', 'upstream', up),
      ...processLines(),
    ]
    return `${lines.join('\n')}\n`
  }
}

function outcomeOf(
  status: number,
  upstream: string | undefined,
  reason: string | undefined,
  kind: string | undefined,
): string {
  if (kind !== undefined) return 'failed'
  if (reason !== undefined) return 'refused'
  if (status === 0) return 'gone'
  return upstream === undefined ? 'answered' : 'forwarded'
}

function classOf(status: number): string {
  return status === 0 ? 'none' : `${Math.floor(status / 100)}xx`
}
