/**
 * `compatCookies`: who is signed in stands in the cookies of flask-cognito-lib, so that Python
 * and TypeScript services of one host share one sign-in. The app's own data stays in hallpass's
 * sealed cookie, which holds the claims too but none of the tokens.
 */
import { createHash } from 'node:crypto'
import * as jose from 'jose'
import type { Exchange, HeaderList, MaybePromise } from '../../http/exchange.ts'
import { OpenedTexts } from '../../http/opened-texts.ts'
import type { CookieBackend, SessionRead } from '../../session/backend.ts'
import {
  deepFreeze,
  type LoginState,
  type SessionState,
  type TokenSet,
} from '../../session/state.ts'
import type { BackendContext, ProviderSettings } from '../types.ts'
import {
  type CompatCookieSettings,
  type CompatCookies,
  clearCompatCookies,
  openRefreshToken,
  readCompatCookies,
  writeCompatCookies,
} from './cognito-cookie-lines.ts'

/** Tokens of which a logout here is remembered; above it the oldest is forgotten. */
const MAX_ENDED = 50_000

/** What the options come to for a request. */
export interface CompatSettings {
  readonly client: ProviderSettings
  readonly cookies: CompatCookieSettings
}

/** A request's cookies, and what they are read with. */
interface Brought {
  readonly cookies: CompatCookies
  readonly settings: CompatSettings
  readonly sealed: SessionRead
}

/** The session backend of `compatCookies`, around the sealed cookie. */
export class CognitoCookies implements CookieBackend {
  readonly #provider: string
  readonly #sealed: CookieBackend
  readonly #context: BackendContext
  readonly #settings: (exchange: Exchange) => CompatSettings
  /** Sessions by the cookies that were verified. */
  readonly #verified = new OpenedTexts<{ state: SessionState; stale: boolean }>()
  /** Fingerprints of refresh tokens, by the token sets that are kept above. */
  readonly #bindings = new WeakMap<TokenSet, string>()
  /** Ids of the sessions of access tokens with which somebody signed out here. */
  readonly #ended = new Set<string>()

  constructor(
    provider: string,
    sealed: CookieBackend,
    context: BackendContext,
    settings: (exchange: Exchange) => CompatSettings,
  ) {
    this.#provider = provider
    this.#sealed = sealed
    this.#context = context
    this.#settings = settings
  }

  read(exchange: Exchange): MaybePromise<SessionRead> {
    const sealed = this.#sealed.read(exchange)
    return sealed instanceof Promise
      ? sealed.then((read) => this.#read(exchange, read))
      : this.#read(exchange, sealed)
  }

  write(exchange: Exchange, state: SessionState): HeaderList | undefined {
    const { login } = state
    if (login?.provider !== this.#provider) return this.#sealed.write(exchange, state)
    const { cookies } = this.#settings(exchange)
    const has = readCompatCookies(exchange)
    const tokens = writeCompatCookies(login.tokens, has, cookies, this.#context.now())
    // Of the refresh token so much is kept that it is known again.
    const refreshToken = this.#binding(login.tokens)
    const kept = { ...login, tokens: refreshToken === undefined ? {} : { refreshToken } }
    const rest = this.#sealed.write(exchange, { ...state, login: kept })
    return tokens && rest && [...rest, ...tokens]
  }

  clear(exchange: Exchange): HeaderList {
    const { cookies } = this.#settings(exchange)
    const has = readCompatCookies(exchange)
    const known = this.#verified.get(memoryKey(has))
    // Only tokens that were good are remembered: made-up ones must not fill the memory.
    if (known !== undefined) this.#end(known.state.id)
    return [...this.#sealed.clear(exchange), ...clearCompatCookies(has, cookies)]
  }

  #read(exchange: Exchange, sealed: SessionRead): MaybePromise<SessionRead> {
    const login = sealed.state?.login
    // Signed in with another provider: these cookies are then of no concern.
    if (login !== undefined && login.provider !== this.#provider) return sealed
    const cookies = readCompatCookies(exchange)
    const brought = { cookies, settings: this.#settings(exchange), sealed }
    const known = this.#known(brought)
    const times = known === undefined ? claimedTimes(cookies) : known.login?.tokens
    const end = (times?.accessTokenExpiresAt ?? 0) + brought.settings.client.clockTolerance
    if (end <= this.#context.now() || this.#hasEnded(cookies)) return this.#withoutAccess(brought)
    return known === undefined ? this.#verify(exchange, brought) : this.#signedIn(known, brought)
  }

  #known({ cookies, settings }: Brought): SessionState | undefined {
    const state = this.#verified.get(memoryKey(cookies))?.state
    const { issuer, clientId } = settings.client
    // Options can differ by request: what was good for one client says nothing of another.
    return state?.login?.issuer === issuer && state.login.clientId === clientId ? state : undefined
  }

  async #verify(exchange: Exchange, brought: Brought): Promise<SessionRead> {
    const { cookies, settings } = brought
    const { access = '', id } = cookies
    const refreshToken = settings.client.refresh
      ? openRefreshToken(cookies.refresh, settings.cookies)
      : undefined
    const tokens: TokenSet = {
      accessToken: access,
      ...(id !== undefined && { idToken: id }),
      ...(refreshToken !== undefined && { refreshToken }),
    }
    const login = await this.#context.verify(tokens, exchange)
    if (login === undefined) return this.#withoutAccess(brought)
    const now = this.#context.now()
    const state: SessionState = deepFreeze({
      id: sessionId(access),
      createdAt: now,
      seenAt: now,
      data: {},
      login: { ...login, tokens: { ...tokens, ...claimedTimes(cookies) } },
    })
    this.#verified.set(memoryKey(cookies), { state, stale: false })
    return this.#signedIn(state, brought)
  }

  /** The session of a visitor whose access token is good, with the app's data if it is theirs. */
  #signedIn(verified: SessionState, { sealed, settings }: Brought): SessionRead {
    const { login } = verified
    const own = sealed.state
    if (own !== undefined && login !== undefined && isOf(own.login, login.user.sub, settings)) {
      // A login or a rotation elsewhere gave another refresh token: the binding follows it.
      const bound = own.login?.tokens.refreshToken === this.#binding(login.tokens)
      return { state: { ...own, login }, present: true, rewrite: sealed.rewrite || !bound }
    }
    const now = this.#context.now()
    return { state: { ...verified, createdAt: now, seenAt: now }, present: true, rewrite: true }
  }

  /**
   * The access token is gone or over. With the refresh token that belongs to the sealed session
   * the visitor is still known, and a refresh is due at once; otherwise nobody is signed in.
   */
  #withoutAccess({ cookies, settings, sealed }: Brought): SessionRead {
    const login = sealed.state?.login
    const kept = Object.keys(cookies).length > 0
    if (sealed.state === undefined || login === undefined) {
      // Cookies that are no good to us may be good to Flask: nothing is cleared under them.
      return { ...sealed, present: sealed.present && (sealed.state !== undefined || !kept) }
    }
    const refreshToken = settings.client.refresh
      ? openRefreshToken(cookies.refresh, settings.cookies)
      : undefined
    const bound =
      refreshToken !== undefined &&
      login.tokens.refreshToken === fingerprint(refreshToken) &&
      isOf(login, login.user.sub, settings)
    if (!bound) return { state: undefined, present: !kept, rewrite: false }
    const tokens = { refreshToken, accessTokenExpiresAt: 0, refreshAt: 0 }
    return { ...sealed, state: { ...sealed.state, login: { ...login, tokens } } }
  }

  #binding(tokens: TokenSet): string | undefined {
    if (tokens.refreshToken === undefined) return undefined
    const known = this.#bindings.get(tokens) ?? fingerprint(tokens.refreshToken)
    this.#bindings.set(tokens, known)
    return known
  }

  #end(id: string): void {
    this.#ended.add(id)
    const [oldest] = this.#ended
    if (this.#ended.size > MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest)
  }

  #hasEnded({ access }: CompatCookies): boolean {
    return this.#ended.size > 0 && access !== undefined && this.#ended.has(sessionId(access))
  }
}

function isOf(login: LoginState | undefined, sub: string, { client }: CompatSettings): boolean {
  if (login === undefined || login.user.sub !== sub) return false
  return login.issuer === client.issuer && login.clientId === client.clientId
}

function fingerprint(token: string): string {
  return `sha256:${createHash('sha256').update(token).digest('base64url')}`
}

/** The same for every request with this token, so that requests at once refresh it once. */
function sessionId(accessToken: string): string {
  const hash = createHash('sha256').update(`cognito session\n${accessToken}`)
  return hash.digest().subarray(0, 16).toString('base64url')
}

function memoryKey({ access = '', id = '', refresh = '' }: CompatCookies): string {
  return `${access}\n${id}\n${refresh}`
}

/**
 * When the tokens of the cookies run out, as they say themselves: the earlier of the two. Not to
 * be believed before they are verified, but what has run out needs no verification. Undefined
 * without both, or for what is no JWT.
 */
function claimedTimes({
  access,
  id,
}: CompatCookies): Pick<TokenSet, 'accessTokenExpiresAt' | 'refreshAt'> | undefined {
  if (access === undefined || id === undefined) return undefined
  try {
    const { exp: accessEnd = 0, iat = 0 } = jose.decodeJwt(access)
    const { exp: idEnd = 0 } = jose.decodeJwt(id)
    const end = Math.min(accessEnd, idEnd)
    // As at a login: ahead of the expiry by a minute, or by a fifth of a short life.
    return { accessTokenExpiresAt: end, refreshAt: Math.floor(end - Math.min(60, (end - iat) / 5)) }
  } catch (error) {
    if (error instanceof jose.errors.JOSEError) return undefined
    throw error
  }
}
