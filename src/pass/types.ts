/** What an app sees and what it declares: the public types of `hallpass`. */
import type { VisitorConsent } from '../consent/site/visitor-consent.ts'
import type { Access } from '../guard/access.ts'
import type { Decision, Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import type { Claims } from '../session/state.ts'
import type { Sessions } from './session-types.ts'

/**
 * Where an app declares its own types; they flow to `req.hallpass.user` and
 * `req.hallpass.session` in every framework.
 *
 * @example
 * declare module 'hallpass' {
 *   interface Register { user: { sub: string; email: string }; session: { cart?: string[] } }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: an app merges its own declaration into it
export interface Register {}

/** The claims of the signed-in user, as the app declared them in `Register`. */
export type User = Register extends { user: infer U } ? U : Claims

/** The app's own data in the session, as the app declared it in `Register`. */
export type SessionData = Register extends { session: infer S } ? S : Record<string, unknown>

/** What the provider gave at the login, under the names that ags_client has for it. */
export interface VisitorAuth {
  /** The claims of the ID token, as they were verified at the login or the last refresh. */
  readonly id_token: Claims | undefined
  /** The ID token itself; undefined where the session was too large to keep it. */
  readonly id_token_jwt: string | undefined
  /** As it is kept: `accessToken()` gives one that is not about to run out. */
  readonly access_token: string | undefined
  /**
   * What the userinfo endpoint said; undefined where it was not asked. Of a claim that the ID
   * token has too, it is the ID token's value.
   */
  readonly userinfo: Claims | undefined
}

/** Who makes a request: what a handler sees as `req.hallpass`. */
export interface Visitor {
  /** The claims; undefined when signed out. */
  readonly user: User | undefined
  /** The groups of the user; empty when signed out. */
  readonly groups: readonly string[]
  /**
   * The app's own data. Change it in place: what changed is written when the answer starts.
   * It must be JSON. A visitor who is signed out has one too; a login starts a new one.
   */
  readonly session: SessionData
  /** The name of the provider that signed the user in. */
  readonly provider: string | undefined
  /** The tokens and what they say; undefined when signed out. Never send them to the browser. */
  readonly auth: VisitorAuth | undefined
  /** When the session ends if nothing more happens (seconds since the epoch). */
  readonly expiresAt: number | undefined
  /**
   * What the visitor agreed to: `consent.allows('performance')`.
   *
   * @throws `invalid_config` where `createHallpass` was given no `consent`
   */
  readonly consent: VisitorConsent
  /**
   * An access token for calling APIs onward, refreshed when it is about to run out.
   *
   * @throws `no_access_token`, `access_token_expired`, `refresh_refused`, `response_started`,
   * `provider_unavailable`, `provider_timeout`, `provider_failed`
   */
  accessToken(): Promise<string>
  /**
   * Whether this visitor may go on (default: whether they are signed in): `undefined`, or the
   * answer to give instead: a redirect to the login, 401, 403. `requireLogin` calls it.
   *
   * @throws `invalid_config` for a requirement that says something unknown
   */
  check(access?: Access): MaybePromise<Reply | undefined>
}

/** What `createHallpass` makes: mount it with the adapter of your framework. */
export interface Hallpass {
  /** Decides about one request. Synchronous wherever no I/O is needed. */
  handle(exchange: Exchange): MaybePromise<Decision<Visitor>>
  /** The path where a login starts that comes back to `returnTo`, a path on our own origin. */
  loginPath(returnTo: string): string
  /**
   * Who makes a request, whatever its path: for code that cannot set a cookie any more, such as a
   * server component of Next.js. Nothing is written, and no token is refreshed.
   */
  visitor(exchange: Exchange): MaybePromise<Visitor>
  /** The sessions of users, where they are kept in a store: "your devices", "sign out everywhere". */
  readonly sessions: Sessions
  /**
   * Gives a page of hallpass the theme, and leaves every other answer as it is: for whoever
   * answers beside hallpass, such as a proxy whose app is down. What `handle` and `check` answer
   * has it already.
   */
  dress(reply: Reply): Reply
  /**
   * Ends what runs in the background: the question whether the consent service is up. Once is
   * enough; requests are answered all the same. The mount of `hallpass/fastify` calls it when the
   * app closes.
   */
  close(): void
}
