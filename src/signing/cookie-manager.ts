/** `CookieManager` of Cookie-Manager 1.0: signed cookies between services that trust one another. */
import { HallpassError } from '../errors.ts'
import type { Logger } from '../http/ports.ts'
import {
  type CookieExceptions,
  type CookieManagerOptions,
  type ExceptionClass,
  signersOf,
} from './cookie-manager-options.ts'
import { readJson } from './read-json.ts'
import type { TimestampSigner } from './timestamp-signer.ts'
import { DEFAULT_STYLE, isPlain, writeJson } from './write-json.ts'

/** Longer ones are not looked at; in characters. */
const MAX_COOKIE_LENGTH = 65_536

/**
 * Signs an object under one of many keys, and verifies with the key that the cookie names. The
 * payload stays readable; its member `key_id` says who signed.
 *
 * @example
 * const manager = new CookieManager({ keys: { billing: BILLING_KEY, reports: REPORTS_KEY } })
 * manager.verify(manager.sign({ user_id: 7 }, 'billing')) // { user_id: 7, key_id: 'billing' }
 */
export class CookieManager {
  readonly #signers: ReadonlyMap<string, TimestampSigner>
  readonly #maxAge: number
  readonly #logger: Logger | undefined
  readonly #exceptions: CookieExceptions

  /**
   * @throws HallpassError `invalid_config` that names every fault: no keys, an empty secret, a
   * negative `maxAge`, a misspelt option
   */
  constructor(options: CookieManagerOptions) {
    this.#signers = signersOf(options)
    this.#maxAge = options.maxAge ?? 50
    this.#logger = options.logger
    this.#exceptions = options.exceptions ?? {}
  }

  /** The key ids that are registered. */
  get keyIds(): readonly string[] {
    return [...this.#signers.keys()]
  }

  /**
   * The cookie for a payload, to which `key_id` is added; the object itself is not changed.
   *
   * @throws HallpassError `unknown_key`; `bad_payload` for what is no plain object, or holds what
   * JSON cannot hold without loss. With `exceptions`: `ServiceUnavailable`, `BadRequest`.
   */
  sign(payload: Readonly<Record<string, unknown>>, keyId: string): string {
    const signer = this.#signers.get(keyId)
    if (signer === undefined) throw this.#thrown(this.#logged(unknownKey(keyId), 'sign'), 'sign')
    try {
      if (!isObject(payload)) {
        throw new HallpassError('bad_payload', 'Only a plain object can be signed.')
      }
      return signer.sign(writeJson({ ...payload, key_id: keyId }, DEFAULT_STYLE))
    } catch (error) {
      if (!(error instanceof HallpassError)) throw error
      throw this.#thrown(this.#logged(error, 'sign', keyId), 'sign')
    }
  }

  /**
   * The payload of a cookie, with its `key_id`.
   *
   * @throws HallpassError `bad_signature`; `signature_expired` when it is older than `maxAge`
   * seconds or from the future; `bad_payload` when it holds no JSON object; `unknown_key`. With
   * `exceptions`: `Unauthorized`, and `ServiceUnavailable` for an unknown key.
   */
  verify(cookie: string): Record<string, unknown> {
    const verified = this.#verified(cookie)
    if (verified instanceof HallpassError) throw this.#thrown(verified, 'verify')
    return verified
  }

  /** What `verify` gives; undefined where it throws. */
  read(cookie: string): Record<string, unknown> | undefined {
    const verified = this.#verified(cookie)
    return verified instanceof HallpassError ? undefined : verified
  }

  #verified(cookie: string): Record<string, unknown> | HallpassError {
    const claimed = claimOf(cookie)
    if (claimed instanceof HallpassError) return this.#logged(claimed, 'verify')
    const signer = this.#signers.get(claimed.keyId)
    if (signer === undefined) return this.#logged(unknownKey(claimed.keyId), 'verify')
    try {
      // Until here nothing is believed: the key id only chose a key.
      if (signer.unsign(cookie, { maxAge: this.#maxAge }) === claimed.text) return claimed.payload
      throw new HallpassError('bad_payload', 'The payload is signed, but it is not an object.')
    } catch (error) {
      if (!(error instanceof HallpassError)) throw error
      return this.#logged(error, 'verify', claimed.keyId)
    }
  }

  /** @param keyId - one that is registered; any other is whatever somebody sent */
  #logged(error: HallpassError, step: 'sign' | 'verify', keyId?: string): HallpassError {
    const id = keyId === undefined ? {} : { key_id: keyId }
    this.#logger?.warn(`cookie refused: ${error.code}`, { step, code: error.code, ...id })
    return error
  }

  #thrown(error: HallpassError, step: 'sign' | 'verify'): Error {
    const Exception = this.#exceptionFor(error, step)
    return Exception === undefined ? error : new Exception(error.message, { cause: error })
  }

  #exceptionFor({ code }: HallpassError, step: 'sign' | 'verify'): ExceptionClass | undefined {
    if (code === 'unknown_key') return this.#exceptions.ServiceUnavailable
    return step === 'sign' ? this.#exceptions.BadRequest : this.#exceptions.Unauthorized
  }
}

/** What an unverified cookie says of itself. */
interface Claimed {
  readonly text: string
  readonly payload: Record<string, unknown>
  readonly keyId: string
}

function claimOf(cookie: unknown): Claimed | HallpassError {
  if (typeof cookie !== 'string' || cookie.length > MAX_COOKIE_LENGTH) {
    return new HallpassError('bad_payload', 'The cookie is missing or too long.')
  }
  // Neither the time nor the signature can hold a brace.
  const text = cookie.slice(0, cookie.lastIndexOf('}') + 1)
  if (!text.trimStart().startsWith('{')) {
    // Without an object there is no key id, and without a key no signature that could be checked.
    if (isJson(cookie.split('.').slice(0, -2).join('.'))) return noObject()
    if (text === '') return new HallpassError('bad_signature', 'The cookie is not a signed object.')
  }
  try {
    const payload = readJson(text)
    if (!isObject(payload)) throw noObject()
    const keyId: unknown = Object.hasOwn(payload, 'key_id') ? payload.key_id : undefined
    if (typeof keyId !== 'string') throw unknownKey(keyId)
    return { text, payload, keyId }
  } catch (error) {
    if (error instanceof HallpassError) return error
    throw error
  }
}

function noObject(): HallpassError {
  return new HallpassError('bad_payload', 'The payload is not an object.')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function unknownKey(id: unknown): HallpassError {
  // Never the id itself: until the signature holds it is whatever somebody sent.
  if (typeof id !== 'string') return new HallpassError('unknown_key', 'No key id is given.')
  const message = 'No key of that id is registered'
  const inherited = id in Object.prototype ? ': it is only a name that every object has.' : '.'
  return new HallpassError('unknown_key', message + inherited)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlain(value)
}
