/** What every way of sending a request shares. */

/** A method of HTTP. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** One request, ready to be sent. */
export interface Outgoing {
  readonly method: Method
  /** Path and query, beginning with `/`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Sends a request, and gives the answer as it came: no redirect is followed. */
export type Send = (outgoing: Outgoing) => Promise<Response>

/** Statuses that have no body: `new Response` refuses one for them. */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** An answer of Node as a `Response`; a repeated `set-cookie` survives. */
export function responseOf(
  status: number,
  fields: NodeJS.Dict<number | string | readonly string[]>,
  body: Buffer,
): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) headers.append(name, String(one))
    }
  }
  return new Response(NO_BODY.has(status) ? null : new Uint8Array(body), { status, headers })
}
