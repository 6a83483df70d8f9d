/** What the guard sets beside the answer of an app behind a proxy. */
import type { Decision, HeaderList } from '../http/exchange.ts'

/**
 * The cookies to set. No app behind a proxy changes what is in a session, so that a store is at most
 * told that it was used, which sets no cookie and which nobody waits for.
 */
export function committed<V>(decision: Extract<Decision<V>, { kind: 'pass' }>): HeaderList {
  const headers = decision.commit()
  if (!(headers instanceof Promise)) return headers
  headers.catch(() => undefined)
  return []
}
