/** What checks tokens: of the app's own making, or of an outside provider. */
import type { MaybePromise } from '../http/exchange.ts'
import { OpenedTexts } from '../http/opened-texts.ts'
import { chained } from './chained.ts'
import { checkedTimes, type Moment, type Parties, type Payload, refuseToken } from './claims.ts'
import { objectCopy } from './json-copy.ts'
import type { OutputOf, StandardSchema } from './standard-schema.ts'

/** What a good token says. */
export interface VerifiedToken<Claims> {
  /** The app's claims, as its schema gives them. */
  readonly claims: Claims
  /** When it runs out, in seconds since the epoch. */
  readonly expiresAt: number
  /** When it was made, in seconds since the epoch, if it says so. */
  readonly issuedAt: number | undefined
  /** Who issued it: a `sub` says who somebody is only together with it. Undefined: it names none. */
  readonly issuer: string | undefined
}

/** What `tokenRequired` takes: `createTokens` and `accessTokens` make it. */
export interface TokenVerifier<Claims> {
  /**
   * What a token says, if its signature, times, issuer, audience, type and claims are right.
   *
   * @throws HallpassError `token_expired` or `token_invalid`; for tokens of an outside provider
   * `provider_unavailable` and its kin when its keys cannot be had
   */
  verify(token: string): Promise<VerifiedToken<Claims>>
}

/** The check without a promise where none is needed; registered, as there may be two copies of us. */
export const checkToken: unique symbol = Symbol.for('hallpass.check-token') as never

/** By whose name a verifier is chosen out of several. */
export const issuerOf: unique symbol = Symbol.for('hallpass.token-issuer') as never

/** What every verifier of ours has beside. */
export interface KnownVerifier<Claims> extends TokenVerifier<Claims> {
  [checkToken](token: string): MaybePromise<VerifiedToken<Claims>>
  /** Who issues its tokens; false: they name nobody; undefined: it takes none. */
  readonly [issuerOf]: string | false | undefined
}

/** A token whose signature was found good. */
export interface Remembered {
  readonly payload: Payload
  /** The app's claims in it, under their long names. */
  readonly claims: Payload
  readonly parties: Parties
  /** With what it was verified. */
  readonly keys: unknown
}

/**
 * Tokens that were verified, so that of one that comes again only the times, issuer and audience are
 * looked at, and the app's schema is asked again. It holds good ones only, and some megabytes at
 * most.
 */
export class VerifiedTokens<Schema extends StandardSchema> {
  readonly #schema: Schema
  readonly #moment: () => Moment
  readonly #known = new OpenedTexts<Remembered>()

  constructor(schema: Schema, moment: () => Moment) {
    this.#schema = schema
    this.#moment = moment
  }

  /** @param keys - those that are good now: a token that others verified is not known any more */
  get(token: unknown, keys: unknown): Remembered | undefined {
    const known = typeof token === 'string' ? this.#known.get(token) : undefined
    return known?.keys === keys ? known : undefined
  }

  set(token: string, verified: Remembered): void {
    this.#known.set(token, verified)
  }

  /** What a token says now. */
  told(verified: Remembered): MaybePromise<VerifiedToken<OutputOf<Schema>>> {
    const { payload, claims, parties } = verified
    const { exp, iat } = checkedTimes(payload, parties, this.#moment())
    const issuer = parties.issuer === false ? undefined : parties.issuer
    // A copy: a handler may write into its claims, and the next request must not see it.
    return chained(this.#schema['~standard'].validate(objectCopy(claims)), (result) => {
      if (result.issues !== undefined) return refuseToken('its claims do not fit')
      return { claims: result.value, expiresAt: exp, issuedAt: iat, issuer }
    })
  }
}
