/** Requests with the token: renewed before it runs out, and once more after a 401. */
import { HallpassError } from '../../errors.ts'
import { urlOf } from './address.ts'
import { readClaims } from './claims.ts'
import { conditionOf, type Kept } from './kept.ts'
import type { CheckedOptions } from './options.ts'
import type { Renewal } from './renewal.ts'
import { canResend } from './resend.ts'
import type { Vault } from './vault.ts'

/** Sends the requests of a client. */
export class Sender {
  readonly #options: CheckedOptions
  readonly #vault: Vault
  readonly #renewal: Renewal
  /** A token that was refused right after a renewal: another one would be refused, too. */
  #inVain: string | undefined

  constructor(options: CheckedOptions, vault: Vault, renewal: Renewal) {
    this.#options = options
    this.#vault = vault
    this.#renewal = renewal
  }

  async send(input: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
    const url = this.#own(input instanceof Request ? input.url : input)
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    const kept = await abortable(this.#usable(), signal)
    const first = await this.#sendWith(kept, url, input, init)
    if (first.status !== 401 || !this.#isOwn(first) || kept.token === this.#inVain) return first
    const next = await abortable(this.#after(kept), signal)
    if (next === undefined || !canResend(input, init)) return first
    await first.body?.cancel()
    const second = await this.#sendWith(next, url, input, init)
    if (second.status === 401) this.#inVain = next.token
    return second
  }

  /** Tokens that are good to be sent. */
  async #usable(): Promise<Kept> {
    const kept = await this.#vault.look()
    if (kept === undefined) throw loginRequired()
    const { now, renewBefore } = this.#options
    const condition = conditionOf(kept, now(), renewBefore)
    if (condition === 'good') return kept
    let next: Kept | undefined
    try {
      next = await this.#renewal.next(kept)
    } catch (error) {
      // It is good for some seconds yet, and the next request tries again.
      if (conditionOf(kept, now(), renewBefore) === 'aging') return kept
      throw error
    }
    if (next === undefined || !isSameUser(kept, next)) throw loginRequired()
    return next
  }

  /** Other tokens than those that were refused; undefined where there are none of this user. */
  async #after(refused: Kept): Promise<Kept | undefined> {
    const kept = await this.#vault.look()
    if (kept === undefined) return undefined
    const isOther = kept.token !== refused.token
    const next = isOther ? kept : await this.#renewal.next(kept).catch(() => undefined)
    return next && isSameUser(refused, next) ? next : undefined
  }

  #sendWith(
    { token }: Kept,
    url: URL,
    input: string | URL | Request,
    init: RequestInit | undefined,
  ): Promise<Response> {
    const isRequest = input instanceof Request
    const headers = new Headers(init?.headers ?? (isRequest ? input.headers : undefined))
    headers.set('authorization', `Bearer ${token}`)
    return this.#options.fetch(isRequest ? input : url.href, { ...init, headers })
  }

  #own(address: string | URL): URL {
    const { base } = this.#options
    const url = urlOf(address, base)
    if (url?.origin === base.origin) return url
    const message = `client.fetch: only ${base.origin} gets the token; use fetch for other addresses`
    throw new HallpassError('invalid_config', message)
  }

  /** Whether an answer is of the service, and not of where it redirected to. */
  #isOwn({ redirected, url }: Response): boolean {
    return !redirected || urlOf(url)?.origin === this.#options.base.origin
  }
}

/** Whether tokens are of one user: what somebody asked for is never sent as somebody else. */
function isSameUser(one: Kept, other: Kept): boolean {
  return readClaims(one.token)?.sub === readClaims(other.token)?.sub
}

function loginRequired(): HallpassError {
  return new HallpassError('login_required', 'There is no session: log in.')
}

/** The same, but over at once when a request is given up: others may wait for it, too. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
