/** What is done with a request whose answer is out: it is counted, and written down if asked for. */
import type { WrittenLines } from '../../serve/written-lines.ts'
import { type AccessLog, accessLine, type Ended } from './access-log.ts'
import type { GuardMetrics } from './metrics.ts'

/** Takes what is known of requests when their answers are out. */
export interface ServerObserver {
  ended(entry: Ended): void
}

/** @param nowMs - Milliseconds since the epoch. */
export function observerOf(
  accessLog: AccessLog,
  metrics: GuardMetrics,
  lines: WrittenLines,
  nowMs: () => number = Date.now,
): ServerObserver {
  return {
    ended(entry) {
      metrics.ended(entry)
      if (accessLog !== 'off') lines.add(accessLine(entry, accessLog === 'users', nowMs()))
    },
  }
}
