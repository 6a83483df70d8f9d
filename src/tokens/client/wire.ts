/** Requests to the endpoints of tokens, and what their refusals mean. */
import { CODES, type Code, type ConfigIssue, HallpassError } from '../../errors.ts'
import { objectOf } from './claims.ts'
import type { CheckedOptions } from './options.ts'

/** After so many milliseconds an endpoint does not answer any more. */
const TIMEOUT = 15_000

/** What a `Retry-After` may ask for at most, in seconds. */
const LONGEST_WAIT = 3600

/** What a status means where the answer has no code of its own. */
const CODE_OF: Readonly<Record<number, Code>> = {
  400: 'bad_request',
  401: 'credentials_invalid',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  422: 'validation_failed',
  429: 'rate_limited',
}

/** An answer: its status and its JSON, undefined where it has none. */
export interface WireAnswer {
  readonly status: number
  readonly json: unknown
  /** Seconds to wait, where it says so. */
  readonly retryAfter?: number
}

/**
 * Sends JSON to an endpoint. A redirect is an error: it would take the secrets along.
 *
 * @param options - `keepalive`: it is sent even if the page is left meanwhile.
 * @throws HallpassError `service_unavailable` when nothing comes back
 */
export async function post(
  { fetch, now }: Pick<CheckedOptions, 'fetch' | 'now'>,
  url: URL,
  body: unknown,
  { keepalive = false }: { readonly keepalive?: boolean } = {},
): Promise<WireAnswer> {
  try {
    const response = await fetch(url.href, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      cache: 'no-store',
      keepalive,
      signal: AbortSignal.timeout(TIMEOUT),
    })
    const text = await response.text()
    const retryAfter = secondsOf(response.headers.get('retry-after'), now())
    return {
      status: response.status,
      json: jsonOf(text),
      ...(retryAfter !== undefined && { retryAfter }),
    }
  } catch (cause) {
    const message = `${url.pathname} does not answer`
    throw new HallpassError('service_unavailable', message, { cause })
  }
}

/** The error that an answer is: its own code and sentence, in either format of the endpoints. */
export function errorOf({ status, json, retryAfter }: WireAnswer, url: URL): HallpassError {
  const { code: told, detail, _errors, errors, fields } = objectOf(json) ?? {}
  const code = CODES.find((one) => one === told) ?? CODE_OF[status] ?? 'service_unavailable'
  const sentences = [detail ?? _errors].flat().filter((one) => typeof one === 'string')
  const message = sentences.join(' ') || `${url.pathname} answers ${status}`
  return new HallpassError(code, message, {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(Array.isArray(errors) && { issues: errors.flatMap(issueOf) }),
    ...(objectOf(fields) !== undefined && { issues: issuesOf(fields) }),
  })
}

function issueOf(value: unknown): ConfigIssue[] {
  const { path, message } = objectOf(value) ?? {}
  return typeof path === 'string' && typeof message === 'string' ? [{ path, message }] : []
}

/** Of the list of sentences: the fields that did not fit, each with its sentences. */
function issuesOf(fields: unknown): ConfigIssue[] {
  return Object.entries(objectOf(fields) ?? {}).flatMap(([path, said]) =>
    [said].flat().flatMap((message) => issueOf({ path, message })),
  )
}

/** `Retry-After`: seconds, or a date (RFC 9110 §10.2.3). */
function secondsOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Date.parse(header) / 1000 - now
  return Number.isNaN(seconds) ? undefined : Math.min(LONGEST_WAIT, Math.max(0, seconds))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
