/** Refreshing tokens: once per session at a time, and the answer kept for those who come late. */
import { createHash } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import { HallpassError, isHallpassError } from '../errors.ts'
import type { LoginState, SessionState } from '../session/state.ts'
import type { ProviderClient } from './client.ts'
import { protocolFault } from './faults.ts'
import { verifyRefresh } from './tokens.ts'
import type { LoginProvider } from './types.ts'

const STEP = 'token refresh'

/**
 * Seconds that a settled refresh is kept: a request sent before the browser had the new cookie
 * still carries the spent token, and gets the successor too.
 */
export const GRACE = 60

/** Seconds without another try after the provider was down. */
const BACK_OFF = 10

/** Refreshes remembered at once; above it the oldest is forgotten. */
const MAX_REMEMBERED = 20_000

interface Attempt {
  readonly result: Promise<LoginState>
  /** The successor, once it is there. */
  login?: LoginState
  until: number
}

/** Where several processes know a session: lets one of them refresh it, and keeps what came of it. */
export interface RefreshGate {
  /** The login with fresh tokens: those of `request`, or those that another process got. */
  run(
    state: SessionState,
    login: LoginState,
    client: ProviderClient,
    request: () => Promise<LoginState>,
  ): Promise<LoginState>
}

/** One refresh per session and refresh token, within this process. */
export class Refresher {
  readonly #now: () => number
  readonly #gate: RefreshGate | undefined
  readonly #attempts = new Map<string, Attempt>()

  constructor(now: () => number, gate?: RefreshGate) {
    this.#now = now
    this.#gate = gate
  }

  /** Whether fresh tokens are kept already when `refresh` gives them. */
  get keeps(): boolean {
    return this.#gate !== undefined
  }

  /**
   * The login with fresh tokens. `after` runs once, for the request that asked first.
   *
   * @throws `refresh_refused` when the provider says no (the session is over),
   * `provider_unavailable`, `provider_timeout`, `provider_failed` when it is down;
   * `store_unavailable` when the store of the sessions is
   */
  refresh(
    state: SessionState,
    login: LoginState,
    provider: LoginProvider,
    client: ProviderClient,
    after?: (login: LoginState) => Promise<void>,
  ): Promise<LoginState> {
    const refreshToken = login.tokens.refreshToken
    if (refreshToken === undefined) {
      return Promise.reject(
        new HallpassError('no_access_token', 'The session has no refresh token'),
      )
    }
    this.#forget()
    const key = attemptKey(state.id, refreshToken)
    const known = this.#attempts.get(key)
    if (known !== undefined && this.#stillGood(known, refreshToken)) return known.result
    const ask = async () => {
      const successor = await request(provider, client, login, refreshToken)
      await after?.(successor)
      return successor
    }
    const result = this.#gate?.run(state, login, client, ask) ?? ask()
    const attempt: Attempt = { result, until: Number.POSITIVE_INFINITY }
    this.#attempts.set(key, attempt)
    result.then(
      (successor) => {
        attempt.login = successor
        // Where they are kept for all, who comes late finds them there.
        if (this.#gate === undefined) attempt.until = this.#now() + GRACE
        else this.#attempts.delete(key)
      },
      (error) => {
        const code = isHallpassError(error) ? error.code : undefined
        if (code === 'store_unavailable') this.#attempts.delete(key)
        else attempt.until = this.#now() + (code === 'refresh_refused' ? GRACE : BACK_OFF)
      },
    )
    return result
  }

  /**
   * The login that a settled refresh made of this one, so that a slow answer does not write a
   * spent token over its successor. A chain of refreshes is followed to its end.
   */
  successor(state: SessionState, login: LoginState): LoginState | undefined {
    let latest: LoginState | undefined
    let token = login.tokens.refreshToken
    const seen = new Set<string>()
    // A provider may give a token again that it gave before: the chain ends there.
    while (token !== undefined && !seen.has(token)) {
      seen.add(token)
      const next = this.#attempts.get(attemptKey(state.id, token))?.login
      if (next === undefined) break
      latest = next
      token = next.tokens.refreshToken
    }
    return latest
  }

  /** A provider that does not rotate gives the same token again: what it gave may run out here. */
  #stillGood(attempt: Attempt, refreshToken: string): boolean {
    const now = this.#now()
    if (attempt.until <= now) return false
    const tokens = attempt.login?.tokens
    if (tokens === undefined || tokens.refreshToken !== refreshToken) return true
    return tokens.refreshAt === undefined || now < tokens.refreshAt
  }

  #forget(): void {
    const now = this.#now()
    for (const [key, { until }] of this.#attempts) {
      if (until > now && this.#attempts.size < MAX_REMEMBERED) break
      this.#attempts.delete(key)
    }
  }
}

/** Bound to the session: another session cannot ask for this one's successor. */
function attemptKey(sessionId: string, refreshToken: string): string {
  return createHash('sha256').update(`${sessionId}\n${refreshToken}`).digest('base64')
}

async function request(
  provider: LoginProvider,
  client: ProviderClient,
  login: LoginState,
  refreshToken: string,
): Promise<LoginState> {
  const metadata = await client.metadata.get()
  // A refresh token may work once only: it is not spent while the answer could not be verified.
  await client.keys.ready()
  try {
    const response = await oauth.refreshTokenGrantRequest(
      metadata,
      client.client,
      await client.auth(),
      refreshToken,
      client.call(STEP, 'provider_failed'),
    )
    const tokens = await oauth.processRefreshTokenResponse(metadata, client.client, response)
    return await verifyRefresh(provider, client, tokens, login)
  } catch (error) {
    // What is no token answer at all says nothing about the user: the provider is broken.
    const broken =
      error instanceof oauth.OperationProcessingError &&
      error.code === oauth.INVALID_RESPONSE &&
      error.message.startsWith('"response" body')
    const invalid = broken ? 'provider_failed' : 'refresh_refused'
    throw asRefusal(protocolFault(error, STEP, invalid))
  }
}

/** `invalid_grant` and tokens that do not verify: the provider no longer vouches for this user. */
function asRefusal(fault: HallpassError): HallpassError {
  const refusals = ['callback_invalid', 'id_token_invalid', 'access_token_invalid']
  if (!refusals.includes(fault.code)) return fault
  return new HallpassError('refresh_refused', fault.message, { cause: fault })
}
