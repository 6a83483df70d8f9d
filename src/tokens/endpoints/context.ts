/** What every endpoint needs, and the functions of the app that they call. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, MaybePromise } from '../../http/exchange.ts'
import { plainAddress } from '../../http/forwarded.ts'
import { consoleLogger, type Logger } from '../../http/ports.ts'
import { clientAddressOf, trustIn } from '../../http/trusted-proxies.ts'
import { bearerToken } from '../bearer.ts'
import type { RefreshGrant, RefreshSession, RefreshTokens } from '../refresh/types.ts'
import type { StandardSchema } from '../standard-schema.ts'
import type { VerifiedToken } from '../verifier.ts'
import type { Credentials } from './credentials.ts'
import { LoginLimits } from './limits.ts'
import type { TokenEndpointsOptions } from './options.ts'
import { type Subject, sessionOver, subjectOf } from './subject.ts'

const ID_CLAIM = 'refreshTokenId'

/** What the endpoints share. */
export class Context<Schema extends StandardSchema = StandardSchema> {
  readonly refreshTokens: RefreshTokens
  readonly limits: LoginLimits
  readonly logger: Logger
  readonly #options: TokenEndpointsOptions<Schema>
  readonly #idClaim: string
  readonly #addressOf: (exchange: Exchange) => string | undefined

  constructor(options: TokenEndpointsOptions<Schema>) {
    const { store, limits = {}, now = () => Date.now() / 1000, trustedProxies = [] } = options
    this.refreshTokens = options.refreshTokens
    this.limits = new LoginLimits(store, limits, now)
    this.logger = options.logger ?? consoleLogger
    this.#options = options
    this.#idClaim = options.idClaim ?? ID_CLAIM
    const isTrusted = trustIn(trustedProxies)
    this.#addressOf = (exchange) =>
      options.clientAddress === undefined
        ? clientAddressOf(exchange, isTrusted)
        : plainAddress(options.clientAddress(exchange))
  }

  /** Who asks, as far as limits tell clients apart. */
  address(exchange: Exchange): string | undefined {
    return this.#addressOf(exchange)
  }

  /** Whose the credentials are; undefined: nobody's. */
  async authenticate(
    credentials: Credentials,
    exchange: Exchange,
  ): Promise<RefreshGrant | undefined> {
    const account = await asked('authenticate', () =>
      this.#options.authenticate(credentials, exchange),
    )
    return account ?? undefined
  }

  /**
   * A token of a session; undefined when the app says that the session is over.
   *
   * @throws HallpassError `hook_failed`; `invalid_config` when the token would not say whose it is
   */
  async issue(session: RefreshSession): Promise<string | undefined> {
    const { claims: claimsOf, tokens } = this.#options
    const claims = await asked('claims', () => claimsOf(session))
    if (claims === undefined || claims === null) return undefined
    const token = await tokens.issue(claims)
    // A session that its own tokens do not name could be neither listed nor ended with them.
    const subject = this.#subjectOf(await tokens.verify(token).catch(() => undefined))
    if (subject?.sub === session.sub && subject.id === session.id) return token
    const message = `tokenEndpoints: claims must give the session's sub as sub and its id as ${this.#idClaim}, and the schema of the tokens must keep both`
    throw new HallpassError('invalid_config', message)
  }

  /**
   * What the token of a request says of whose it is, whether the session goes on or not.
   *
   * @throws HallpassError `token_required`, `token_expired`, `token_invalid`, `bad_request`
   */
  async subject(exchange: Exchange): Promise<Subject> {
    const raw = bearerToken(exchange, undefined)
    const subject = this.#subjectOf(await this.#options.tokens.verify(raw))
    if (subject === undefined) throw sessionOver()
    return subject
  }

  /** The session that a subject names. @throws HallpassError `token_invalid` when it is over */
  async session(subject: Subject | undefined): Promise<RefreshSession> {
    const session = subject && (await this.refreshTokens.get(subject.id))
    if (session === undefined || session.sub !== subject?.sub) throw sessionOver()
    return session
  }

  /** The session of a token that was verified. @throws HallpassError `token_invalid` */
  sessionOf(token: VerifiedToken<unknown>): Promise<RefreshSession> {
    return this.session(this.#subjectOf(token))
  }

  #subjectOf(token: VerifiedToken<unknown> | undefined): Subject | undefined {
    return subjectOf(token?.claims, this.#idClaim)
  }
}

/** What a function of the app gives; what it throws is its own answer, or a fault of the app. */
async function asked<T>(name: string, ask: () => MaybePromise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isHallpassError(error)) throw error
    throw new HallpassError('hook_failed', `tokenEndpoints: ${name} failed`, { cause: error })
  }
}
