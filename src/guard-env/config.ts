/** What the file of `HALLPASS_CONFIG` may say: rules that are too long for a variable, and more. */
import type { Access } from '../guard/access.ts'
import type { Exchange, MaybePromise } from '../http/exchange.ts'
import type { Theme } from '../http/page-theme.ts'

/** One rule of the file. It has exactly one of `path`, `pattern` and `regex`. */
export type GuardRule = GuardRulePath & {
  /** Upper case; default every method. `GET` is for `HEAD`, too. */
  readonly methods?: readonly string[]
  /** A word, a requirement, or a function of who is signed in. */
  readonly access: Access
}

/** Which paths a rule is for. All of them ignore case and a last slash. */
export type GuardRulePath =
  /** `/about` (that path), or `/account/*` (that path and everything below it). */
  | { readonly path: string }
  /** The path of a `URLPattern`: `/orders/:id`, `/files/:name(.+\\.pdf)`, `/docs{/:page}?`. */
  | { readonly pattern: string }
  /** A regular expression for the whole path, as `pathPattern` takes it. */
  | { readonly regex: string }

/** A server behind `hallpass guard serve`. The most specific one answers: host, then longest path. */
export interface UpstreamConfig {
  /** Where it listens: `http://127.0.0.1:8000`; http or https, without a query. */
  readonly url: string
  /** The host name that a request must be for: `api.shop.example`; default any. */
  readonly host?: string
  /** `/`, or the path with everything below it: `/api/*`; default `/`. */
  readonly path?: string
  /** Whether the path is taken off before a request is passed on; default false. */
  readonly stripPath?: boolean
  /** Whether the upstream sees the public host; default true. */
  readonly passHost?: boolean
  /** The path that is asked to find out whether it is up. */
  readonly health?: string
}

/** The settings of a file. Everything is optional; what the environment says too is a fault. */
export interface GuardConfig {
  /** What paths ask for that no rule names; default `public`. `'deny'` closes everything else. */
  readonly default?: Access
  /** The first rule that matches decides. */
  readonly rules?: readonly GuardRule[]
  /** Whether the guard is there for a request. Only `false` takes it away. */
  readonly flag?: (exchange: Exchange) => MaybePromise<boolean>
  /** Name, logo, colours and a contact for hallpass's own pages. */
  readonly theme?: Theme
  /** For `hallpass guard serve`. */
  readonly upstreams?: readonly UpstreamConfig[]
}

/**
 * Gives the settings of a file their types.
 *
 * @example
 * // hallpass.config.ts
 * export default defineGuard({ default: 'deny', rules: [{ path: '/', access: 'public' }] })
 */
export function defineGuard(config: GuardConfig): GuardConfig {
  return config
}
