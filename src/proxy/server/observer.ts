/** What is done with a request whose answer is out: it is counted, and written down if asked for. */
import type { WrittenLines } from '../../serve/written-lines.ts'
import type { Observer } from '../observer.ts'
import { type AccessLog, accessLine } from './access-log.ts'
import type { GuardMetrics } from './metrics.ts'

/**
 * Counts, and writes lines where the log is not off.
 *
 * @param nowMs - Milliseconds since the epoch.
 */
export function observerOf(
  accessLog: AccessLog,
  metrics: GuardMetrics,
  lines: WrittenLines,
  nowMs: () => number = Date.now,
): Observer {
  return {
    ended(entry) {
      metrics.ended(entry)
      if (accessLog !== 'off') lines.add(accessLine(entry, accessLog === 'users', nowMs()))
    },
  }
}
