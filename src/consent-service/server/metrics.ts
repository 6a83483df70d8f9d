/** What the service counts. No label tells visitors, sites or addresses apart. */
import { processLines } from '../../serve/process-metrics.ts'
import { Counter, gauge, Histogram, type Metric } from '../../serve/prometheus.ts'

/** What is asked of the store when the metrics are read. */
export interface Stored {
  readonly visitors: number
  readonly entries: number
}

/** The counts of one instance, since it was started. */
export class Metrics {
  readonly requests: Counter = new Counter(
    'hallpass_consent_requests_total',
    'Requests by route and status.',
    ['route', 'status'],
  )
  readonly duration: Histogram = new Histogram(
    'hallpass_consent_request_duration_seconds',
    'Time until the answer was made, by route.',
    'route',
  )
  readonly limited: Counter = new Counter(
    'hallpass_consent_rate_limited_total',
    'Requests that were refused, by the limit: visitors and badKeys by address, sites by key, choices by visitor.',
    ['limit'],
  )
  readonly storeErrors: Counter = new Counter(
    'hallpass_consent_store_errors_total',
    'Requests that failed because the store was not available.',
  )
  readonly changes: Counter = new Counter(
    'hallpass_consent_changes_total',
    'Choices and signals taken from sites and from the page for visitors, by act.',
    ['act'],
  )

  /** @param stored - Undefined while the store does not answer. */
  text(stored: Stored | undefined): string {
    const counted: readonly Metric[] = [
      this.requests,
      this.duration,
      this.limited,
      this.storeErrors,
      this.changes,
    ]
    const lines = [
      ...counted.flatMap((metric) => metric.lines()),
      ...gauge('hallpass_consent_store_up', 'Whether the store answers.', stored ? 1 : 0),
      ...gauge('hallpass_consent_visitors', 'Visitors that are known.', stored?.visitors),
      ...gauge('hallpass_consent_log_entries', 'Entries of the log.', stored?.entries),
      ...processLines(),
    ]
    return `${lines.join('\n')}\n`
  }
}
