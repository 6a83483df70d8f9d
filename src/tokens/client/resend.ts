/** Which requests can be sent a second time. */

/**
 * Whether the body of a request is there again after it was sent. A stream is not; of a
 * `Request` with a body the platform keeps none.
 */
export function canResend(input: string | URL | Request, init: RequestInit | undefined): boolean {
  const body = init?.body ?? undefined
  if (body === undefined) return !(input instanceof Request) || /^(GET|HEAD)$/.test(input.method)
  return (
    typeof body === 'string' ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof URLSearchParams
  )
}
