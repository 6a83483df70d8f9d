/** The client of a service with tokens: for browsers and for Node. */
import { HallpassError } from '../../errors.ts'
import { type ClientClaims, readClaims } from './claims.ts'
import { keptOf } from './kept.ts'
import { checkedOptions, type TokenClientOptions } from './options.ts'
import { Renewal } from './renewal.ts'
import { Sender } from './send.ts'
import { Vault } from './vault.ts'
import { errorOf, post } from './wire.ts'

/** What somebody logs in with; more members are sent as they are, such as a one-time code. */
export interface LoginCredentials {
  readonly username: string
  readonly password: string
  /** What the device is called in the list of sessions. Default: the browser's kind */
  readonly label?: string
  readonly [member: string]: unknown
}

/** A login at a service, and requests with it. */
export interface TokenClient {
  /** Whether there is a session, as far as is known: in another place it may have ended. */
  readonly signedIn: boolean
  /** What the token says, by its names on the wire. Not verified: for display alone. */
  readonly claims: ClientClaims | undefined
  /** Settles when a storage that has to be awaited was read: before, nobody is signed in. */
  readonly ready: Promise<void>
  /**
   * Logs in, and keeps the tokens.
   *
   * @throws HallpassError `credentials_invalid`, `rate_limited` with `retryAfter`,
   * `validation_failed`, `service_unavailable`, and what else the service says
   */
  login(credentials: LoginCredentials): Promise<void>
  /**
   * Logs out: here and in all tabs at once, then at the service. False: the service did not say
   * that it ended the session, so that it may go on there without anybody who has its tokens.
   */
  logout(): Promise<boolean>
  /**
   * As the platform's `fetch`, with the token: for addresses at the origin of `baseUrl`.
   *
   * @throws HallpassError `login_required` without a session, and nothing was sent;
   * `service_unavailable` or `rate_limited` when the token has run out and cannot be renewed now
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Calls `listener` after each login, renewal and end, in any tab. Gives what stops it. */
  onChange(listener: () => void): () => void
}

/**
 * A client that logs in, renews its token when it is time, and sends it along.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const client = createTokenClient({ baseUrl: 'https://notes.example', storage: localStorage })
 * await client.login({ username, password })
 * const response = await client.fetch('/notes')
 */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const checked = checkedOptions(options)
  const { paths, now, base, storage, onLoginRequired } = checked
  const listeners = new Set<() => void>()
  const key = `hallpass:${base.href}`
  const vault = new Vault(key, storage, (kept, before, byLogout) => {
    // On their own, as listeners of events are: what they throw is not for who sends a request.
    if (before !== undefined && kept === undefined && !byLogout) queueMicrotask(onLoginRequired)
    for (const listener of listeners) queueMicrotask(listener)
  })
  const sender = new Sender(checked, vault, new Renewal(checked, vault, key))
  vault.peek()
  return {
    get signedIn() {
      return vault.peek() !== undefined
    },
    get claims() {
      const kept = vault.peek()
      return kept && readClaims(kept.token)
    },
    ready: vault.look().then(() => {}),
    async login(credentials) {
      const askedAt = now()
      const answer = await post(checked, paths.login, credentials)
      const kept = answer.status === 200 ? keptOf(answer.json, askedAt) : undefined
      if (kept !== undefined) return vault.put(kept)
      if (answer.status !== 200) throw errorOf(answer, paths.login)
      throw new HallpassError('service_unavailable', `${paths.login.pathname} gave no tokens`)
    },
    async logout() {
      const kept = await vault.look()
      if (kept === undefined) return true
      await vault.clear(true)
      const { refreshToken } = kept
      const sent = post(checked, paths.logout, { refreshToken }, { keepalive: true })
      const answer = await sent.catch(() => undefined)
      return answer?.status === 204
    },
    fetch: (input, init) => sender.send(input, init),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
