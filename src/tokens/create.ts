/** Short-lived tokens: made for the clients of an API, and checked. */
import { HallpassError } from '../errors.ts'
import type { MaybePromise } from '../http/exchange.ts'
import { secondsOf } from '../signing/clock.ts'
import { chained } from './chained.ts'
import type { Moment } from './claims.ts'
import { MAX_TOKEN } from './form.ts'
import { asJson, claimsInvalid } from './issued-claims.ts'
import { keysOf, type TokensOptions } from './options.ts'
import { type JsonWebKeySet, publicJwk, type TokenKey } from './signing-keys.ts'
import {
  type InputOf,
  type OutputOf,
  placesOfIssues,
  type StandardSchema,
} from './standard-schema.ts'
import {
  checkToken,
  issuerOf,
  type KnownVerifier,
  type TokenVerifier,
  type VerifiedToken,
  VerifiedTokens,
} from './verifier.ts'
import { type Expected, verifiedPayload } from './verify.ts'
import { FOREIGN_CLAIMS, OWN_CLAIMS, WireNames } from './wire-names.ts'

const TTL = 900

/** Makes and checks tokens of one kind. */
export interface Tokens<Schema extends StandardSchema = StandardSchema>
  extends TokenVerifier<OutputOf<Schema>> {
  /**
   * A signed token with these claims, and `iat`, `nbf`, `exp`, `iss`, `aud`.
   *
   * @throws HallpassError `claims_invalid` when the schema refuses them, when what it makes of
   * them would not pass it again, or when the token would be longer than 8,192 characters
   */
  issue(claims: InputOf<Schema>): Promise<string>
  /** The public keys to publish at a `jwks_uri`; none for secrets. */
  readonly jwks: JsonWebKeySet
}

/**
 * Tokens whose claims the app declares as a schema.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const tokens = createTokens({
 *   secrets: [process.env.TOKEN_SECRET, process.env.TOKEN_SECRET_OLD],
 *   issuer: 'https://notes.example',
 *   audience: 'notes',
 *   claims: z.object({ sub: z.string(), scopes: z.array(z.string()) }),
 * })
 * const token = await tokens.issue({ sub: 'una', scopes: ['notes:write'] })
 */
export function createTokens<Schema extends StandardSchema>(
  options: TokensOptions<Schema>,
): Tokens<Schema> {
  return new SchemaTokens(options, keysOf(options))
}

class SchemaTokens<Schema extends StandardSchema>
  implements Tokens<Schema>, KnownVerifier<OutputOf<Schema>>
{
  readonly jwks: JsonWebKeySet
  readonly #schema: Schema
  readonly #names: WireNames
  readonly #ttl: number
  readonly #now: () => number
  readonly #clockTolerance: number
  readonly #expected: Expected
  readonly #known: VerifiedTokens<Schema>

  constructor(options: TokensOptions<Schema>, keys: readonly TokenKey[]) {
    const { keys: published = [], issuer, audience, clockTolerance = 0, ttl = TTL } = options
    this.jwks = { keys: published.map(publicJwk) }
    this.#schema = options.claims
    this.#names = new WireNames(options.names)
    this.#ttl = ttl
    this.#now = secondsOf(options.now)
    this.#clockTolerance = clockTolerance
    const typ = options.typ ?? (options.keys === undefined ? 'JWT' : 'at+jwt')
    this.#expected = { keys, issuer, audience, typ }
    this.#known = new VerifiedTokens(options.claims, () => this.#moment())
  }

  async issue(claims: InputOf<Schema>): Promise<string> {
    const made = await this.#checked(claims)
    const written = this.#names.written(asJson(made))
    const taken = [...OWN_CLAIMS, ...FOREIGN_CLAIMS].find((name) => Object.hasOwn(written, name))
    if (taken !== undefined) throw claimsInvalid(`${taken} is not the app's to give`)
    // What one may issue must be what one takes: a schema can change a value so that it is not.
    await this.#checked(this.#names.read(written))
    const token = await this.#signed(written)
    if (token.length <= MAX_TOKEN) return token
    throw claimsInvalid(`the token would be longer than ${MAX_TOKEN} characters`)
  }

  async verify(token: string): Promise<VerifiedToken<OutputOf<Schema>>> {
    return await this[checkToken](token)
  }

  [checkToken](token: string): MaybePromise<VerifiedToken<OutputOf<Schema>>> {
    const expected = this.#expected
    const { keys } = expected
    const known = this.#known.get(token, keys)
    if (known !== undefined) return this.#known.told(known)
    return chained(verifiedPayload(token, expected, this.#moment()), (payload) => {
      const claims = this.#names.read(payload)
      const verified = { payload, claims, parties: expected, keys }
      this.#known.set(token, verified)
      return this.#known.told(verified)
    })
  }

  get [issuerOf](): string | false {
    return this.#expected.issuer
  }

  #moment(): Moment {
    const clockTolerance = this.#clockTolerance
    return { now: this.#now(), clockTolerance, ahead: clockTolerance }
  }

  async #checked(claims: unknown): Promise<unknown> {
    const result = await this.#schema['~standard'].validate(claims)
    if (result.issues === undefined) return result.value
    throw claimsInvalid(`the schema refuses ${placesOfIssues(result.issues)}`)
  }

  async #signed(claims: Record<string, unknown>): Promise<string> {
    const { keys, issuer, audience, typ } = this.#expected
    const [key] = keys
    if (key?.sign === undefined) {
      throw new HallpassError('invalid_config', 'createTokens: there is no key that signs')
    }
    const { algorithm: alg, kid } = key
    const now = this.#now()
    const times = { iat: now, nbf: now, exp: now + this.#ttl }
    const parties = {
      ...(issuer !== false && { iss: issuer }),
      ...(audience !== false && { aud: audience }),
    }
    const header = { alg, typ, ...(kid !== undefined && { kid }) }
    return await key.sign(header, { ...claims, ...parties, ...times })
  }
}
