/** The access tokens of one provider: looked at anew, or known. */
import { isHallpassError } from '../errors.ts'
import type { MaybePromise } from '../http/exchange.ts'
import { portableFetch } from '../http/outgoing.ts'
import { consoleLogger } from '../http/ports.ts'
import { secondsOf } from '../signing/clock.ts'
import { isSameIssuer } from '../tokens/chosen-verifier.ts'
import {
  checkedTimes,
  type Moment,
  type Payload,
  refuseClaim,
  refuseToken,
} from '../tokens/claims.ts'
import { partsOf } from '../tokens/form.ts'
import { isSignedBy } from '../tokens/jwk-key.ts'
import type { OutputOf, StandardSchema } from '../tokens/standard-schema.ts'
import {
  checkToken,
  issuerOf,
  type KnownVerifier,
  type Remembered,
  type VerifiedToken,
  VerifiedTokens,
} from '../tokens/verifier.ts'
import { WireNames } from '../tokens/wire-names.ts'
import { type AccessTokenRules, checkKind, rulesOf } from './access-token-rules.ts'
import type { AccessTokensOptions } from './access-tokens-options.ts'
import { ProviderClient } from './client.ts'
import { IAT_AHEAD } from './id-token.ts'
import type { LoginProvider, ProviderSettings } from './types.ts'
import { groupsOf } from './user-claims.ts'

/** Seconds between two lines of the log about keys that cannot be had. */
const SAID_AGAIN = 60

/** Claims of the token have the names that the provider gave them. */
const NAMES = new WireNames()

/** What checks the tokens of a provider with these settings; options without faults. */
export function providerTokens<Schema extends StandardSchema>(
  provider: LoginProvider,
  settings: ProviderSettings,
  options: AccessTokensOptions<Schema>,
): KnownVerifier<OutputOf<Schema>> {
  return new ProviderTokens(provider, settings, options)
}

class ProviderTokens<Schema extends StandardSchema> implements KnownVerifier<OutputOf<Schema>> {
  readonly #provider: LoginProvider
  readonly #settings: ProviderSettings
  readonly #client: ProviderClient
  readonly #rules: AccessTokenRules
  readonly #known: VerifiedTokens<Schema>
  #saidAt: number | undefined

  constructor(
    provider: LoginProvider,
    settings: ProviderSettings,
    options: AccessTokensOptions<Schema>,
  ) {
    const { fetch = portableFetch(), logger = consoleLogger } = options
    this.#provider = provider
    this.#settings = settings
    this.#client = new ProviderClient(settings, { fetch, logger, now: secondsOf(options.now) })
    this.#rules = rulesOf(settings, options)
    this.#known = new VerifiedTokens(options.claims, () => this.#moment())
  }

  get [issuerOf](): string {
    return this.#settings.issuer
  }

  async verify(token: string): Promise<VerifiedToken<OutputOf<Schema>>> {
    return await this[checkToken](token)
  }

  [checkToken](token: string): MaybePromise<VerifiedToken<OutputOf<Schema>>> {
    const keys = this.#client.keys.fresh()
    const known = keys && this.#known.get(token, keys)
    return known === undefined ? this.#anew(token) : this.#known.told(known)
  }

  async #anew(token: string): Promise<VerifiedToken<OutputOf<Schema>>> {
    const parts = partsOf(token)
    checkKind(parts, this.#rules)
    const { payload } = parts
    // Before anybody is asked; which of the two it is must then be right.
    if (!isSameIssuer(payload.iss, this.#settings.issuer)) refuseClaim('iss')
    return await this.#known.told(await this.#verified(token, payload))
  }

  async #verified(token: string, payload: Payload): Promise<Remembered> {
    const { keys: cache, metadata } = this.#client
    try {
      const { issuer } = await metadata.get()
      const keys = await cache.ready()
      const known = this.#known.get(token, keys)
      if (known !== undefined) return known
      if (!(await isSignedBy(token, cache.get, this.#rules.algorithms))) {
        refuseToken('its signature is not right')
      }
      const parties = { issuer, audience: this.#rules.audience }
      checkedTimes(payload, parties, this.#moment())
      const verified = { payload, claims: this.#claimsOf(payload), parties, keys }
      // Keys may have been fetched meanwhile: then nobody knows whether its key is still there.
      if (cache.fresh() === keys) this.#known.set(token, verified)
      return verified
    } catch (error) {
      this.#say(error)
      throw error
    }
  }

  #claimsOf(payload: Payload): Payload {
    const groups = groupsOf(this.#provider, {
      idToken: payload,
      userinfo: {},
      accessToken: payload,
    })
    return { ...NAMES.read(payload), groups }
  }

  #moment(): Moment {
    const { clockTolerance } = this.#settings
    const ahead = Math.max(IAT_AHEAD, clockTolerance)
    return { now: this.#client.ports.now(), clockTolerance, ahead }
  }

  /** A client reads only that it must wait; every request would say the same of why. */
  #say(error: unknown): void {
    if (!isHallpassError(error) || error.status < 500) return
    const { logger, now } = this.#client.ports
    if (this.#saidAt !== undefined && now() - this.#saidAt < SAID_AGAIN) return
    this.#saidAt = now()
    logger.error(`access tokens cannot be checked: ${error.message}`, { code: error.code })
  }
}
