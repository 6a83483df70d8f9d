/** A request for tests, as an adapter would make it. */
import type { Exchange } from '../src/http/exchange.ts'

/** A request with these parts; header names in any case. */
export interface Parts {
  readonly method?: string
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly remoteAddress?: string
  readonly body?: string
}

/** A `GET /` unless the parts say otherwise. */
export function exchangeOf(parts: Parts = {}): Exchange {
  const headers = new Map(
    Object.entries(parts.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const { body, remoteAddress } = parts
  return {
    method: parts.method ?? 'GET',
    url: parts.url ?? '/',
    header: (name) => headers.get(name),
    ...(remoteAddress !== undefined && { remoteAddress }),
    ...(body !== undefined && { body: async () => body }),
  }
}
