/** How sessions are kept: the port between the core and a cookie, or a store. */
import type { Exchange, HeaderList, MaybePromise } from '../http/exchange.ts'
import type { DataFormat } from './data-format.ts'
import type { SessionState } from './state.ts'

/** What a request brought. */
export interface SessionRead {
  /** Undefined: nobody is known, and nothing of the app's is kept. */
  readonly state: SessionState | undefined
  /** A session cookie was there, good or not: when `state` is undefined it is to be cleared. */
  readonly present: boolean
  /** The session is good but must be written anew: its key is no longer the newest. */
  readonly rewrite: boolean
}

/** Keeps sessions. The sealed cookie is the default one. */
export interface SessionBackend {
  /** How the app's data is copied and written; default JSON. */
  readonly data?: DataFormat
  /**
   * A new id of a session; default 128 random bits. A keeper that has it keeps what it wrote
   * somewhere else than in a cookie: who answers must wait for `write`.
   */
  newId?(): string
  /** Never throws for what a browser sends: a bad cookie is nobody. */
  read(exchange: Exchange): MaybePromise<SessionRead>
  /**
   * The headers that keep `state`; undefined when it is too large to be kept.
   *
   * @param read - What the request brought, where `state` came of it.
   */
  write(
    exchange: Exchange,
    state: SessionState,
    read?: SessionRead,
  ): MaybePromise<HeaderList | undefined>
  /** The headers that end whatever session the request brought. */
  clear(exchange: Exchange): HeaderList
}

/** Keeps sessions in cookies alone. */
export interface CookieBackend extends SessionBackend {
  write(exchange: Exchange, state: SessionState): HeaderList | undefined
}
