/** What ends sessions before their time, and knows what was used once: in memory, or in a store. */
import type { MaybePromise } from '../http/exchange.ts'
import type { SessionState } from './state.ts'

/** Which sessions a provider ended: one of its own (`sid`), or all of a user (`sub`). */
export interface ProviderEnd {
  readonly issuer: string
  readonly clientId: string
  readonly sid?: string
  readonly sub?: string
}

/** Ends of sessions. A store that is down rejects with `store_unavailable`: then nothing ended. */
export interface SessionEnds {
  /** Ends one session. */
  end(state: SessionState): MaybePromise<void>
  /** Ends what the provider named; a login that comes later is not touched. */
  endAtProvider(end: ProviderEnd): MaybePromise<void>
  /** Ends the session of the provider's that a request named without any proof. */
  endUnproved(end: ProviderEnd & { readonly sid: string }): MaybePromise<void>
  /**
   * Whether something that may be used once is used for the first time.
   *
   * @param until - When it cannot be used any more (seconds since the epoch).
   */
  firstUse(name: string, until: number): MaybePromise<boolean>
  /**
   * Whether a login is finished for the first time: a code that is sent twice makes many
   * providers revoke the tokens that it was exchanged for (RFC 6749 §4.1.2).
   */
  firstFinish(state: string, until: number): MaybePromise<boolean>
  /** Whether it is known here, without asking anybody, that this session ended. */
  has(state: SessionState): boolean
}
