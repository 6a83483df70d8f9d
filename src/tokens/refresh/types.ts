/** What refresh tokens are to an app. */
import type { JsonObject } from './json.ts'

/** A login that goes on by refresh tokens: one device of a user. */
export interface RefreshSession {
  /** What names it; not secret, so that an access token can carry it. */
  readonly id: string
  /** Whose it is. */
  readonly sub: string
  /** What to call it in a list, such as `Firefox on Linux`. */
  readonly label: string | undefined
  /** What the app keeps with it. */
  readonly data: JsonObject
  /** When it was made, in seconds since the epoch. */
  readonly createdAt: number
  /** When its token was last renewed, in seconds since the epoch. */
  readonly lastUsedAt: number
  /** When it is over unless it is renewed before, in seconds since the epoch. */
  readonly expiresAt: number
}

/** For whom a session begins. */
export interface RefreshGrant {
  /** Whose it is: text of 1 to 512 bytes. */
  readonly sub: string
  /** What to call it in a list. Control characters become spaces, and it is cut at 200 characters. */
  readonly label?: string
  /** What the app keeps with it: an object of at most 16 KiB as JSON. Default: an empty one. */
  readonly data?: JsonObject
}

/** A token, and the session that it belongs to. */
export interface RefreshResult {
  /** For the client alone; nothing here keeps it. */
  readonly token: string
  readonly session: RefreshSession
}

/**
 * Makes, renews and ends sessions of refresh tokens. Every method but `renew` rejects with a
 * HallpassError `store_unavailable` alone, when the store is down: then nothing is known to be done.
 */
export interface RefreshTokens {
  /**
   * Begins a session. Of a user with more than 100 the one goes that was not used for longest.
   *
   * @throws HallpassError `invalid_config` for a grant that does not fit, `store_unavailable`
   */
  issue(grant: RefreshGrant): Promise<RefreshResult>
  /**
   * The next token of the session; the one that was given is spent. A spent token gets the same
   * answer again for 30 seconds, and another one within `grace` while its successor was not used.
   * After that it is a stolen one, or its successor is, and the session ends.
   *
   * @throws HallpassError `refresh_token_invalid` for what is no token, spent, or of a session that
   * is over; `store_unavailable`: ask again with the same token
   */
  renew(token: string): Promise<RefreshResult>
  /** Ends the session that a token belongs to, spent or not. False: there was none. */
  revoke(token: string): Promise<boolean>
  /** Ends a session of this user. False: there was none. */
  end(sub: string, id: string): Promise<boolean>
  /** Ends all sessions of a user, and says how many. */
  endAll(sub: string): Promise<number>
  /** The sessions of a user, the one that was used last first. */
  list(sub: string): Promise<readonly RefreshSession[]>
  /** A session; undefined: there is none, or it is over. */
  get(id: string): Promise<RefreshSession | undefined>
}
