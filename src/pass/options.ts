/** The options of `createHallpass`. */
import type { ConsentOptions } from '../consent/site/options.ts'
import type { HallpassError } from '../errors.ts'
import type { PathRules } from '../guard/rules.ts'
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import type { Theme } from '../http/page-theme.ts'
import type { Logger } from '../http/ports.ts'
import type { LoginParameters } from '../login/authorize.ts'
import type { LoginProvider, VerifiedClaims } from '../login/types.ts'
import type { SessionFactory } from '../session/factory.ts'
import type { Claims } from '../session/state.ts'
import type { Store } from '../stores/store.ts'
import type { SessionData, User, Visitor } from './types.ts'

/** Everything that `createHallpass` takes. */
export interface HallpassOptions {
  /**
   * Where the world reaches the service: `https://shop.example`, without a path; http only on a
   * loopback address or `*.localhost`. Several when one service answers under several names:
   * the request's host chooses, the first is the default.
   */
  readonly baseUrl: string | readonly string[] | undefined
  /**
   * Secrets of at least 16 bytes, newest first: the first one writes, all of them read. One that
   * is undefined after the first is left out: `[env.SECRET, env.OLD_SECRET]`.
   */
  readonly secrets: readonly (string | undefined)[]
  /**
   * What `oidc()` or `cognito()` made; several for a choice of providers. Without it nobody can
   * sign in here: for a service beside a Flask app that does, or one that only other services call.
   */
  readonly login?: LoginProvider | readonly LoginProvider[]
  /** Which paths ask for what; default: everything is public, routes protect themselves. */
  readonly guard?: PathRules
  /** How long a session lasts; or another keeper of sessions: `flaskSession()`. */
  readonly session?: SessionOptions | SessionFactory
  /** One cookie consent for all sites of an organisation. Without it, nobody is asked. */
  readonly consent?: ConsentOptions
  /** The paths of the routes. */
  readonly routes?: Partial<Routes>
  /** Name, logo, colours and a contact for hallpass's own pages. */
  readonly theme?: Theme
  /**
   * Whether who must sign in gets a page with a button first, at `routes.signIn`; default false:
   * they go straight to the provider.
   */
  readonly signInPage?: boolean
  /**
   * Whether who signed out, and is to go nowhere else, gets a page that says so, at
   * `routes.loggedOut`; default false: they go to `routes.home`, or, where `routes.logout` is the
   * same path, to the app's own page there.
   */
  readonly signedOutPage?: boolean
  /**
   * Proxies whose `X-Forwarded-Host` chooses among several base URLs, and whose
   * `X-Forwarded-For` names the client in the log: addresses, CIDR ranges, `loopback`. Default:
   * none.
   */
  readonly trustedProxies?: readonly string[]
  /** The app's own code around a login, a refresh, a logout. */
  readonly hooks?: Hooks
  /** The app's own answers instead of hallpass's. */
  readonly handlers?: Handlers
  /** Default: the global `fetch`, with `*.localhost` resolved to this machine. */
  readonly fetch?: typeof fetch
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: () => number
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger
}

/** How long a session lasts and what its cookie is called. */
export interface SessionOptions {
  /** Seconds without a request after which it is over; default 3600. */
  readonly idle?: number
  /** Seconds after the login at which it is over in any case; default 86400. */
  readonly absolute?: number
  /** The cookie's name, to which `__Host-` is added on https; default `hallpass`. */
  readonly name?: string
  /**
   * Where sessions are kept, one of `hallpass/stores` or the app's own: the cookie then holds a
   * random id. Default: none, all of a session is in the cookie.
   */
  readonly store?: Store
}

/** The paths that hallpass answers itself. */
export interface Routes {
  /** Default `/auth/login`. */
  readonly login: string
  /** The page with the button, where `signInPage` asks for one; default `/auth/sign-in`. */
  readonly signIn: string
  /** Default `/auth/callback`; with several providers `/auth/callback/NAME`. */
  readonly callback: string
  /** Default `/auth/refresh`. */
  readonly refresh: string
  /** Default `/auth/logout`. */
  readonly logout: string
  /** Where the provider sends the browser after its own logout; default `/auth/logged-out`. */
  readonly loggedOut: string
  /** Default `/auth/session`. */
  readonly session: string
  /** Default `/auth/backchannel-logout`. */
  readonly backchannelLogout: string
  /** Default `/auth/frontchannel-logout`. */
  readonly frontchannelLogout: string
  /** The public page after a logout, and after a login that was cancelled; default `/`. */
  readonly home: string
}

/** A login that is about to begin. */
export interface LoginStart {
  readonly exchange: Exchange
  readonly provider: string
  /** Where the visitor will come back to: path and query. */
  readonly returnTo: string
  /** The `appState` of the login's address: text that anybody may have written. */
  readonly appState: string | undefined
}

/** What the app adds to a login. */
export interface LoginRequest {
  /** The app's own value (JSON): it travels sealed, and `afterLogin` sees it. */
  readonly appState?: unknown
  /** Parameters of this authorization request: `prompt`, `max_age`, `login_hint`, … */
  readonly parameters?: LoginParameters
}

/** A login that is about to be answered. */
export interface LoginEvent {
  readonly exchange: Exchange
  readonly provider: string
  readonly user: User
  readonly groups: readonly string[]
  /** All that was verified, by where it came from. */
  readonly claims: VerifiedClaims
  /** What the app gave to this login when it started. */
  readonly appState: unknown
  /** The new session's data: fill it in place. */
  readonly session: SessionData
  /** The data of the session before the login, of a visitor who was signed out. */
  readonly previousSession: Readonly<Record<string, unknown>>
  /** Where the visitor goes next: path and query. */
  readonly returnTo: string
}

/** What a login hook may decide. */
export interface LoginOutcome {
  /** The claims to keep as `user`, instead of all of them. `sub` must stay. */
  readonly user?: Claims
  readonly groups?: readonly string[]
  /** Another path on our own origin to go to. */
  readonly returnTo?: string
  /** Another answer than the redirect; the session is kept all the same. */
  readonly reply?: Reply
}

/** Tokens were refreshed. What the hook throws is logged; the new tokens are kept. */
export interface RefreshEvent {
  readonly exchange: Exchange
  readonly provider: string
  readonly user: User
  readonly groups: readonly string[]
  /** The session's data: change it in place. */
  readonly session: SessionData
}

/** A session was ended here; the browser may still be on its way to the provider. */
export interface LogoutEvent {
  readonly exchange: Exchange
  readonly provider: string | undefined
  readonly user: User | undefined
}

/** A hook that decides nothing may return nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: `async () => {}` is a hook too
type Nothing = undefined | void

/** The app's own code around a login, a refresh, a logout. What a login hook throws refuses the login. */
export interface Hooks {
  readonly beforeLogin?: (start: LoginStart) => MaybePromise<LoginRequest | Nothing>
  readonly afterLogin?: (event: LoginEvent) => MaybePromise<LoginOutcome | Nothing>
  readonly afterRefresh?: (event: RefreshEvent) => MaybePromise<void>
  /** May give another answer than the redirect to the provider. What it throws is logged. */
  readonly afterLogout?: (event: LogoutEvent) => MaybePromise<Reply | Nothing>
}

/** A refusal that the app may answer itself. */
export interface Refusal {
  readonly exchange: Exchange
  readonly error: HallpassError
  /** What hallpass would answer. */
  readonly reply: Reply
  /** Who was refused; absent for an error of an auth route. */
  readonly visitor?: Visitor
}

/** The app's own answers. */
export interface Handlers {
  /** Not signed in (`login_required`), or a login too old or too weak (`reauthentication_required`). */
  readonly unauthenticated?: (refusal: Refusal) => MaybePromise<Reply>
  /** Signed in, but not allowed (`forbidden`). */
  readonly forbidden?: (refusal: Refusal) => MaybePromise<Reply>
  /** Every other refusal of the auth routes. */
  readonly error?: (refusal: Refusal) => MaybePromise<Reply>
}
