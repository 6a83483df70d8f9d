/**
 * Calls to the central service: bounded in time and size, never following a redirect. No error
 * holds the API key, a code or what was answered.
 */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Ports } from '../../http/ports.ts'
import type { Choices } from '../wire/categories.ts'
import type { WireConsent } from '../wire/values.ts'
import {
  MAX_ANSWER,
  RETRY_AFTER,
  readCode,
  readRemote,
  readSaved,
  readStatus,
  readToken,
  type Status,
} from './answers.ts'
import type { Remote } from './decide.ts'
import { OutOfTime, PATIENCE, within } from './limited.ts'

/** Milliseconds that any call may take, its body included. */
export const CALL_LIMIT = 3000
/**
 * Milliseconds without an answer that tell that a service hangs: nearly all that a request may
 * spend. A call that had only what others left of that tells nothing.
 */
const WHOLE_LIMIT = PATIENCE * 0.9
/** What a gateway answers for a service that is not there, and one for itself. */
const DOWN: ReadonlySet<number> = new Set([502, 503, 504])

/** A choice as the service takes it. */
export interface Sent {
  readonly preferences: { readonly consent: WireConsent; readonly categories?: Choices }
  readonly act?: 'accept_all' | 'reject_all' | 'saved' | 'gpc' | 'sync'
  readonly policy?: number
  readonly chosen_at?: string
}

/** What came of a change. */
export interface Saved {
  /** Undefined where the service does not say. */
  readonly inForce: Remote | undefined
}

/** Where the service is, and how this site calls it. */
export interface ClientOptions {
  /** Without a slash at its end. */
  readonly service: string
  readonly apiKey: string
  readonly fetch: Ports['fetch']
  /**
   * Whether it must say that it passes `state` through; one that does not is down. See
   * `ConsentOptions.requireState`.
   */
  readonly requireState: boolean
  /**
   * Called when it is down: it cannot be reached, answers 502, 503 or 504, or hangs. Whatever else
   * it answers may be about one visitor, or one request, and must not take the others' consent
   * along.
   */
  readonly failed: (error: HallpassError) => void
}

interface Call {
  readonly step: string
  readonly path: string
  readonly body?: object
  /** Milliseconds. */
  readonly limit: number
}

interface Answer {
  readonly status: number
  /** The media type, in lower case and without parameters. */
  readonly type: string
  readonly text: string
}

/** The service as a site calls it. Everything it throws is a `HallpassError`. */
export class ServiceClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** Where a visitor is sent to; the script appends the address of its page. */
  sessionUrl(state: string | undefined): string {
    const bound = state === undefined ? '' : `state=${state}&`
    return `${this.#options.service}/api/v1/cookies/session?${bound}return_uri=`
  }

  /** Whether it is up, and what it says of itself. @throws `consent_unavailable` */
  async status(limit: number = CALL_LIMIT): Promise<Status> {
    const call = { step: 'status', path: '/_status/check', limit }
    const { status, type, text } = await this.#send(call)
    if (status !== 200) throw unavailable('status', `HTTP status ${status}`)
    const said = readStatus(text, type)
    if (said === undefined) throw unavailable('status', 'it answered what is no status')
    if (this.#options.requireState && !said.ours) {
      throw unavailable('status', 'it passes no state through, and consent.requireState is set')
    }
    return said
  }

  /** The visitor of a one-time code. @throws `consent_unavailable`, `code_invalid` */
  async token(code: string, limit: number): Promise<string> {
    const call = { step: 'token', path: '/api/v1/token', body: { code }, limit }
    const { status, text } = await this.#call(call)
    if (status >= 400) {
      throw new HallpassError('code_invalid', `The consent service refused the code: ${status}`)
    }
    return readToken(text)
  }

  /** What a visitor chose; undefined for one whom the service does not know. @throws `consent_unavailable` */
  async preferences(uuid: string, limit: number): Promise<Remote | undefined> {
    const { status, text } = await this.#call({ step: 'preferences', path: pathOf(uuid), limit })
    if (status === 404) return undefined
    if (status >= 400) throw unavailable('preferences', `HTTP status ${status}`)
    return readRemote(text)
  }

  /**
   * Tells it a choice; undefined for a visitor whom it does not know.
   *
   * @throws `consent_unavailable`; `bad_request` for a choice that it refuses
   */
  async save(uuid: string, body: Sent, limit: number): Promise<Saved | undefined> {
    const call = { step: 'save', path: pathOf(uuid), body, limit }
    const { status, text } = await this.#call(call)
    if (status === 404) return undefined
    if (status === 400) {
      const code = readCode(text) ?? 'bad_request'
      throw new HallpassError('bad_request', `The consent service refused the choice: ${code}`)
    }
    if (status >= 400) throw unavailable('save', `HTTP status ${status}`)
    return { inForce: readSaved(text) }
  }

  /** A call with the key. @throws `consent_unavailable` */
  async #call(call: Call): Promise<Answer> {
    const answer = await this.#send(call, this.#options.apiKey)
    const { status } = answer
    if (status === 401 || status === 403) {
      throw unavailable(call.step, 'it does not take the API key')
    }
    if (status >= 500 || status === 429) throw unavailable(call.step, `HTTP status ${status}`)
    return answer
  }

  /** @param key - Without it, whoever asks finds out themselves whether the service is down. */
  async #send({ step, path, body, limit }: Call, key?: string): Promise<Answer> {
    const { fetch, service, failed } = this.#options
    const down = (why: string, cause?: unknown): HallpassError => {
      const error = unavailable(step, why, cause)
      if (key !== undefined) failed(error)
      return error
    }
    try {
      const answer = await within(Math.min(limit, CALL_LIMIT), async (signal) => {
        const response = await fetch(service + path, {
          method: body === undefined ? 'GET' : 'POST',
          headers: {
            accept: 'application/json',
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(key !== undefined && { authorization: `Bearer ${key}` }),
          },
          redirect: 'manual',
          signal,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        const { status } = response
        if (isRedirect(status)) throw unavailable(step, 'it answered with a redirect')
        return { status, type: mediaType(response), text: await boundedText(response, step) }
      })
      if (DOWN.has(answer.status)) throw down(`HTTP status ${answer.status}`)
      return answer
    } catch (error) {
      if (isHallpassError(error)) throw error
      if (!(error instanceof OutOfTime)) throw down('it cannot be reached', error)
      const late = 'it took too long'
      throw limit < WHOLE_LIMIT ? unavailable(step, late) : down(late)
    }
  }
}

function mediaType(response: Response): string {
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';', 1)
  return type.trim().toLowerCase()
}

function pathOf(uuid: string): string {
  return `/api/v1/users/${encodeURIComponent(uuid)}/preferences`
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}

async function boundedText(response: Response, step: string): Promise<string> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER) throw unavailable(step, `it answered more than ${MAX_ANSWER} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function unavailable(step: string, why: string, cause?: unknown): HallpassError {
  return new HallpassError('consent_unavailable', `The consent service failed: ${step}: ${why}`, {
    ...(cause !== undefined && { cause }),
    retryAfter: RETRY_AFTER,
  })
}
