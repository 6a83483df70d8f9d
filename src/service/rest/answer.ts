/** What a service answers, before a framework sends it. */

import type { ErrorFormat } from '../../http/error-format.ts'

/** An answer of JSON. */
export interface JsonAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** What `JSON.stringify` takes. */
  readonly body: unknown
}

const TYPES = { list: 'application/json', problem: 'application/problem+json' } as const

/** The headers of an answer to an error, which no cache keeps. */
export function errorHeaders(format: ErrorFormat): Record<string, string> {
  return {
    'content-type': TYPES[format],
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
}

/** The answer as text. */
export function textOf({ body }: JsonAnswer): string {
  return JSON.stringify(body)
}
