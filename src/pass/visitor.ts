/** Who makes one request: what a handler sees, and what its answer must carry. */
import type { VisitorConsent } from '../consent/site/visitor-consent.ts'
import { HallpassError, isHallpassError } from '../errors.ts'
import { type Access, checkAccess, judge, type Standing, type Verdict } from '../guard/access.ts'
import type { Exchange, HeaderList, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { dressed } from '../http/page.ts'
import { checkRequest, isRequestGuard } from '../http/request-guard.ts'
import type { SessionRead } from '../session/backend.ts'
import { jsonData } from '../session/data-format.ts'
import { expiresAt } from '../session/lifetime.ts'
import type { LoginState, SessionState } from '../session/state.ts'
import { challenge } from './challenge.ts'
import type { Core } from './core.ts'
import { nextSession } from './next-session.ts'
import type { SessionData, User, Visitor, VisitorAuth } from './types.ts'
import { authOf } from './visitor-auth.ts'
import { accessTokenOf, isRefreshDue, logTooLarge, uncached } from './visitor-rules.ts'

const NO_GROUPS: readonly string[] = Object.freeze([])

/** A visitor during one request. */
export class RequestVisitor implements Visitor {
  readonly #core: Core
  readonly #exchange: Exchange
  readonly #read: SessionRead
  /** The session could not be read since something it needs is down: nobody is let in. */
  readonly #fault: HallpassError | undefined
  #state: SessionState | undefined
  #data: Record<string, unknown> | undefined
  #consent: VisitorConsent | undefined
  #refreshed = false
  #committed = false

  constructor(core: Core, exchange: Exchange, read: SessionRead, fault?: HallpassError) {
    this.#core = core
    this.#exchange = exchange
    this.#read = read
    this.#state = read.state
    this.#fault = fault
  }

  get user(): User | undefined {
    // The app declares in `Register` what its provider sends; claims are not checked against it.
    return this.#state?.login?.user as User | undefined
  }

  get groups(): readonly string[] {
    return this.#state?.login?.groups ?? NO_GROUPS
  }

  get provider(): string | undefined {
    return this.#state?.login?.provider
  }

  get auth(): VisitorAuth | undefined {
    return this.#state?.login && authOf(this.#state.login)
  }

  get expiresAt(): number | undefined {
    return this.#state && expiresAt(this.#state, this.#core.lifetime)
  }

  get session(): SessionData {
    const format = this.#core.backend.data ?? jsonData
    // The kept state is frozen and shared; the app gets a copy of its own to change.
    this.#data ??= format.copy(this.#state?.data ?? {})
    return this.#data as SessionData
  }

  get consent(): VisitorConsent {
    this.#consent ??= this.#core.consent?.consentOf(this.#exchange)
    if (this.#consent !== undefined) return this.#consent
    const message = 'hallpass.consent needs createHallpass({ consent: { service, apiKey } })'
    throw new HallpassError('invalid_config', message)
  }

  /** Why nothing is known of the session. */
  get fault(): HallpassError | undefined {
    return this.#fault
  }

  /** The session as it stands, for the routes. */
  get state(): SessionState | undefined {
    return this.#state
  }

  check(access: Access = 'login'): MaybePromise<Reply | undefined> {
    const reply = this.#check(access)
    if (reply === undefined) return undefined
    const dress = (late: Reply | undefined) => late && dressed(late, this.#core.look)
    return reply instanceof Promise ? reply.then(dress) : dress(reply)
  }

  #check(access: Access): MaybePromise<Reply | undefined> {
    checkAccess(access, 'access')
    if (isRequestGuard(access)) return access[checkRequest](this.#exchange)
    if (access === 'public' || (this.#core.disabled && access !== 'deny')) return undefined
    if (this.#fault !== undefined) return faultReply(this.#exchange, this.#fault)
    // Once the answer began, new tokens could not be kept, and the old ones would be spent.
    if (this.#committed || !isRefreshDue(this.#state, this.#core.ports.now()))
      return this.#judge(access)
    return this.#refreshQuietly().then(() => this.#judge(access))
  }

  async accessToken(): Promise<string> {
    if (this.#fault !== undefined) throw this.#fault
    const now = this.#core.ports.now()
    const expiry = this.#state?.login?.tokens.accessTokenExpiresAt
    const expired = expiry !== undefined && now >= expiry
    if (isRefreshDue(this.#state, this.#core.ports.now())) {
      if (this.#committed && expired) {
        throw new HallpassError(
          'response_started',
          'The answer began before the token was asked for',
        )
      }
      try {
        if (!this.#committed) await this.refresh()
      } catch (error) {
        if (expired || !isHallpassError(error) || error.code === 'refresh_refused') throw error
      }
    } else if (expired) {
      throw new HallpassError(
        'access_token_expired',
        'The access token ran out, and there is no refresh token',
      )
    }
    return accessTokenOf(this.#state)
  }

  /**
   * Refreshes the tokens whether it is due or not.
   *
   * @throws as `Refresher.refresh` does
   */
  async refresh(): Promise<void> {
    const state = this.#state
    const login = state?.login
    const provider = this.#core.providers.get(login?.provider ?? '')
    if (state === undefined || login === undefined || provider === undefined) {
      throw new HallpassError('login_required', 'Sign in first')
    }
    const client = this.#core.clientOf(provider, this.#exchange)
    try {
      const { refresher } = this.#core
      const after = (successor: LoginState) => this.#afterRefresh({ ...state, login: successor })
      const successor = await refresher.refresh(state, login, provider, client, after)
      this.#state = { ...state, login: successor }
      this.#refreshed = !refresher.keeps
    } catch (error) {
      if (isHallpassError(error) && error.code === 'refresh_refused') {
        this.#core.ports.logger.info('session ended: the provider refused to refresh it', {
          provider: provider.name,
          detail: error.message,
        })
        await this.#core.revocations.end(state)
        // The data went with the session: it is not the next visitor's.
        this.#state = undefined
        this.#data = undefined
      }
      throw error
    }
  }

  /**
   * The headers that the finished answer must carry; once. Where sessions are in a store it waits
   * for that, and rejects with `store_unavailable` when a change was not kept; else it never throws.
   */
  commit(): MaybePromise<HeaderList> {
    if (this.#committed) return []
    this.#committed = true
    if (this.#fault !== undefined) return this.#uncommitted(this.#fault)
    const next = nextSession(this.#core, {
      read: this.#read,
      state: this.#state,
      data: this.#data,
      refreshed: this.#refreshed,
    })
    const { backend } = this.#core
    if (next === 'keep') return []
    if (next === undefined) return uncached(backend.clear(this.#exchange))
    const written = backend.write(this.#exchange, next, this.#read)
    return written instanceof Promise
      ? written.then((headers) => uncached(headers ?? this.#tooLarge(next)))
      : uncached(written ?? this.#tooLarge(next))
  }

  /** Nothing more is written: the answer is out, or there will be none. */
  close(): this {
    this.#committed = true
    return this
  }

  /** What the app put into a session that could not be read goes nowhere, while its answer says that it is kept. */
  #uncommitted(fault: HallpassError): MaybePromise<HeaderList> {
    const isChanged = Object.keys(this.#data ?? {}).length > 0
    return this.#core.stored !== undefined && isChanged ? Promise.reject(fault) : []
  }

  #tooLarge(next: SessionState): HeaderList {
    const { backend, ports } = this.#core
    logTooLarge(ports.logger, next)
    if (!this.#refreshed) return []
    // Fresh tokens are kept all the same, with the data as it was: the old ones are spent.
    const { data = {} } = this.#state ?? {}
    const headers = backend.write(this.#exchange, { ...next, data })
    // A store has them already, so that only a cookie comes here.
    return headers instanceof Promise ? [] : (headers ?? [])
  }

  /** A provider that is down ends nobody's session: its own time-outs still do. */
  async #refreshQuietly(): Promise<void> {
    try {
      await this.refresh()
    } catch (error) {
      if (!isHallpassError(error)) throw error
      if (error.code === 'refresh_refused') return
      this.#core.ports.logger.warn('tokens were not refreshed', { code: error.code })
    }
  }

  async #afterRefresh(state: SessionState): Promise<void> {
    const hook = this.#core.options.hooks?.afterRefresh
    const { login } = state
    if (hook === undefined || login === undefined) return
    try {
      const { provider, groups } = login
      const user = login.user as User
      await hook({ exchange: this.#exchange, provider, user, groups, session: this.session })
    } catch (error) {
      // The new tokens must be kept all the same: the old refresh token is spent.
      this.#core.ports.logger.error('hooks.afterRefresh threw', { error: String(error) })
    }
  }

  #judge(access: Access): MaybePromise<Reply | undefined> {
    const standing: Standing | undefined = this.#state?.login
    const verdict = judge(access, standing, this.#core.ports.now())
    if (verdict instanceof Promise) return verdict.then((late) => this.#answer(late, access))
    return this.#answer(verdict, access)
  }

  #answer(verdict: Verdict, access: Access): MaybePromise<Reply | undefined> {
    if (verdict === 'pass') return undefined
    return challenge(this.#core, this.#exchange, verdict, access, this)
  }
}
