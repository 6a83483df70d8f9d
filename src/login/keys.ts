/** The provider's signing keys: kept while it is down, asked for again at once for an unknown `kid`. */
import * as jose from 'jose'
import { HallpassError } from '../errors.ts'
import type { Ports } from '../http/ports.ts'
import type { Metadata } from './metadata.ts'
import { providerFetch, RETRY_AFTER } from './provider-fetch.ts'
import { Refreshed } from './refreshed.ts'

/** Seconds after which the keys are asked for again. */
const FRESH = 600

/** Unknown key ids: so many fetches at once, then one every so many seconds. */
const BURST = 5
const REFILL = 30

/** RFC 7518 §3.3. */
const MIN_RSA_BITS = 2048

const STEP = 'provider keys'

type KeySet = ReturnType<typeof jose.createLocalJWKSet>

/** The keys of one issuer; `get` is what `jose.jwtVerify` takes. */
export class KeyCache {
  readonly #keys: Refreshed<KeySet>
  readonly #now: () => number
  #allowance = BURST
  #countedAt: number

  constructor(metadata: Metadata, ports: Ports) {
    this.#now = ports.now
    this.#countedAt = ports.now()
    this.#keys = new Refreshed(FRESH, ports.now, () => fetchKeys(metadata, ports))
  }

  /**
   * The key for a token. A `kid` that is not known makes one fetch at once, under a throttle
   * that a stream of made-up ids cannot get past.
   */
  readonly get: jose.JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#keys.get()
    try {
      return await usable(keys, header, token)
    } catch (error) {
      if (!(error instanceof jose.errors.JWKSNoMatchingKey) || !this.#mayRefetch()) throw error
      const fresh = await this.#keys.reload()
      return await usable(fresh, header, token)
    }
  }

  /** The keys as one value, which is another one after each fetch; they are fetched if it is time. */
  async ready(): Promise<object> {
    return await this.#keys.get()
  }

  /** What `ready` would give without asking anybody; undefined when it is time to ask. */
  fresh(): object | undefined {
    return this.#keys.fresh()
  }

  #mayRefetch(): boolean {
    const now = this.#now()
    const refilled = Math.floor((now - this.#countedAt) / REFILL)
    if (refilled > 0) {
      this.#allowance = Math.min(BURST, this.#allowance + refilled)
      this.#countedAt = now
    }
    if (this.#allowance === 0) return false
    this.#allowance -= 1
    return true
  }
}

/** A key that cannot be imported, or is too weak for jose, is the provider's fault. */
async function usable(keys: KeySet, ...wanted: Parameters<KeySet>): Promise<CryptoKey> {
  try {
    const key = await keys(...wanted)
    const { algorithm } = key
    const bits = 'modulusLength' in algorithm ? Number(algorithm.modulusLength) : MIN_RSA_BITS
    if (bits >= MIN_RSA_BITS) return key
  } catch (error) {
    if (error instanceof jose.errors.JOSEError) throw error
    throw new HallpassError('provider_failed', `${STEP}: a key is broken`, { cause: error })
  }
  throw new HallpassError('provider_failed', `${STEP}: a key has less than ${MIN_RSA_BITS} bits`)
}

async function fetchKeys(metadata: Metadata, ports: Ports): Promise<KeySet> {
  const { jwks_uri: uri } = await metadata.get()
  if (uri === undefined) {
    throw new HallpassError('provider_failed', `${STEP}: the metadata has no jwks_uri`)
  }
  const fetch = providerFetch(ports.fetch, STEP, 'provider_unavailable')
  const response = await fetch(uri, { headers: { accept: 'application/json' } })
  if (!response.ok) {
    throw new HallpassError('provider_failed', `${STEP}: HTTP status ${response.status}`, {
      retryAfter: RETRY_AFTER,
    })
  }
  try {
    return jose.createLocalJWKSet(await response.json())
  } catch (error) {
    // The parser's message quotes the answer: it is not passed on.
    throw new HallpassError('provider_failed', `${STEP}: not a JSON Web Key Set`, {
      cause: error instanceof SyntaxError ? undefined : error,
      retryAfter: RETRY_AFTER,
    })
  }
}
