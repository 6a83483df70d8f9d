/** What an app sees of the sessions of a user: the public types of `pass.sessions`. */
import type { Visitor } from './types.ts'

/** One session: a browser in which a user is signed in. */
export interface SessionInfo {
  /** What `end` takes. It is no secret, and opens nothing. */
  readonly id: string
  /** The name of the provider that signed the user in. */
  readonly provider: string
  /** When it began (seconds since the epoch). */
  readonly createdAt: number
  /** When it was last used, to a twentieth of `session.idle` (seconds since the epoch). */
  readonly lastUsedAt: number
  /** When it ends if nothing more happens (seconds since the epoch). */
  readonly expiresAt: number
  /** Browser and system, as the browser says at the login: `Firefox on Windows`. */
  readonly label: string | undefined
  /** It is the session of the visitor who asks. */
  readonly current: boolean
}

/**
 * Whose sessions: the visitor of a request, or the user that the provider calls `sub`. `issuer` may
 * be left out where all users are of one provider.
 */
export type SessionOwner = Visitor | { readonly sub: string; readonly issuer?: string }

/**
 * The sessions of users, where they are kept in a store. Every method rejects with
 * `store_unavailable` when that is down, and with `invalid_config` when there is none.
 *
 * @example
 * app.get('/devices', requireLogin(), async (req, res) => res.json(await pass.sessions.list(req.hallpass)))
 */
export interface Sessions {
  /** The sessions of a user, the last used first; at most 1000. Nobody has none. */
  list(user: SessionOwner): Promise<readonly SessionInfo[]>
  /** Ends one of this user. False: they have none of this id. */
  end(user: SessionOwner, id: string): Promise<boolean>
  /**
   * Ends all of a user, and gives their number: signs them out everywhere.
   *
   * @param options.keepCurrent - Leaves the visitor's own; default false.
   */
  endAll(user: SessionOwner, options?: { readonly keepCurrent?: boolean }): Promise<number>
}
