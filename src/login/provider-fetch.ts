/** Calls to the provider: bounded in time and size, never following a redirect. */
import { type Code, HallpassError } from '../errors.ts'

/** Seconds a provider has for an answer, body included. */
export const PROVIDER_TIMEOUT = 8

/** Bytes of an answer that are read; metadata and key sets are a few kilobytes. */
const MAX_BODY = 1_048_576

/** Seconds after which it is worth trying again. */
export const RETRY_AFTER = 10

/** One call to the provider. */
export type ProviderFetch = (url: string, options: FetchOptions) => Promise<Response>

/** What a call may say; the shape that oauth4webapi calls with, and ours. */
export interface FetchOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: URLSearchParams | string | undefined
}

/**
 * A `fetch` for one step of the protocol. Whatever goes wrong on the way is a `HallpassError`
 * that names the step: `unreachable` when nobody answers, `provider_timeout` when the answer
 * takes too long, `provider_failed` for a server error or an answer that is not JSON.
 */
export function providerFetch(
  fetch: typeof globalThis.fetch,
  step: string,
  unreachable: Code,
): ProviderFetch {
  return async (url, { method = 'GET', headers = {}, body }) => {
    const signal = AbortSignal.timeout(PROVIDER_TIMEOUT * 1000)
    try {
      const response = await fetch(url, {
        method,
        headers,
        signal,
        redirect: 'manual',
        ...(body !== undefined && { body }),
      })
      return await settled(response, step)
    } catch (error) {
      if (error instanceof HallpassError) throw error
      if (signal.aborted) {
        throw new HallpassError('provider_timeout', `The provider took too long: ${step}`, {
          retryAfter: RETRY_AFTER,
        })
      }
      throw new HallpassError(unreachable, `The provider cannot be reached: ${step}`, {
        cause: error,
        retryAfter: RETRY_AFTER,
      })
    }
  }
}

/** The response with its body read, so that a slow or endless body meets the same bounds. */
async function settled(response: Response, step: string): Promise<Response> {
  if (response.status >= 500) throw failed(step, `HTTP status ${response.status}`)
  const body = await boundedText(response, step)
  const type = response.headers.get('content-type') ?? ''
  if (response.ok && /[/+]json\b/i.test(type) && !isJson(body)) {
    throw failed(step, 'the answer is not JSON')
  }
  const empty = response.status === 204 || response.status === 304
  const headers = new Headers(response.headers)
  // An OAuth error in the body says more than the challenge that goes with a 401.
  if (response.status === 401 && isError(body)) headers.delete('www-authenticate')
  return new Response(empty ? null : body, { status: response.status, headers })
}

async function boundedText(response: Response, step: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BODY) throw failed(step, `the answer is longer than ${MAX_BODY} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function isJson(text: string): boolean {
  return parsed(text) !== undefined
}

function isError(text: string): boolean {
  const body = parsed(text)
  return typeof body === 'object' && body !== null && 'error' in body
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function failed(step: string, why: string): HallpassError {
  return new HallpassError('provider_failed', `The provider failed: ${step}: ${why}`, {
    retryAfter: RETRY_AFTER,
  })
}
