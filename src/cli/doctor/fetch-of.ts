/** The wire as a `fetch`, for the steps of a login that the checks take themselves. */
import type { Wire } from './wire.ts'

const NO_BODY: readonly number[] = [204, 205, 304]

/** A `fetch` that makes its calls over the wire. @throws WireFault */
export function fetchOf(wire: Wire): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const body = request.body === null ? undefined : await request.text()
    const answer = await wire.call(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(body !== undefined && { body }),
    })
    const headers = new Headers()
    for (const name of ['content-type', 'www-authenticate', 'date', 'age']) {
      const value = answer.header(name)
      if (value !== undefined) headers.set(name, value)
    }
    const { status } = answer
    return new Response(NO_BODY.includes(status) ? null : answer.body, { status, headers })
  }
}
