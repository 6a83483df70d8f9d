/** The options of a `CookieManager`, and their faults. */
import * as v from 'valibot'
import { HallpassError } from '../errors.ts'
import type { Logger } from '../http/ports.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'
import type { Clock } from './clock.ts'
import { clock } from './options.ts'
import { type Secrets, secretList } from './secrets.ts'
import { TimestampSigner } from './timestamp-signer.ts'

/** A class of errors as those of `http-errors` are: a message, and the refusal as its cause. */
export type ExceptionClass = new (message: string, options: { cause: HallpassError }) => Error

/** Classes to throw instead of `HallpassError`; the names are those of Cookie-Manager. */
export interface CookieExceptions {
  /** A cookie that was changed, is too old or holds no object. */
  readonly Unauthorized?: ExceptionClass
  /** A key id that is not registered. */
  readonly ServiceUnavailable?: ExceptionClass
  /** A payload that cannot be signed. */
  readonly BadRequest?: ExceptionClass
}

/** Options of a `CookieManager`. */
export interface CookieManagerOptions {
  /** Secrets by key id; each may be a list, newest first. */
  readonly keys: Readonly<Record<string, Secrets>>
  /** Seconds for which a cookie is good; default 50. */
  readonly maxAge?: number
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: Clock
  /** Gets a line for each refusal: its code, never the cookie. Default: none. */
  readonly logger?: Logger
  /** Classes to throw instead of `HallpassError`. */
  readonly exceptions?: CookieExceptions
}

const fn = v.function()

const schema: OptionsSchema = v.strictObject({
  keys: v.custom<object>(
    (keys) => typeof keys === 'object' && keys !== null && !Array.isArray(keys),
    'must be an object of secrets by key id',
  ),
  maxAge: v.optional(
    v.pipe(v.number(), v.minValue(0, 'must be 0 or more'), v.finite('must be finite')),
  ),
  now: v.optional(clock),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
  exceptions: v.optional(
    v.strictObject({
      Unauthorized: v.optional(fn),
      ServiceUnavailable: v.optional(fn),
      BadRequest: v.optional(fn),
    }),
  ),
})

/**
 * The signers by key id, made once.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 */
export function signersOf(options: CookieManagerOptions): ReadonlyMap<string, TimestampSigner> {
  const issues = [...checkOptions(schema, options, '')]
  const signers = new Map<string, TimestampSigner>()
  const broken = issues.some(({ path }) => path === '' || path === 'keys' || path === 'now')
  const keys = broken ? [] : Object.entries(options.keys)
  if (!broken && keys.length === 0) issues.push({ path: 'keys', message: 'has no key' })
  const timing = options?.now === undefined ? {} : { now: options.now }
  for (const [id, secrets] of keys) {
    try {
      const list = secretList(secrets, `keys.${id}`, 'CookieManager')
      signers.set(id, new TimestampSigner(list, timing))
    } catch (error) {
      if (!(error instanceof HallpassError) || error.issues === undefined) throw error
      issues.push(...error.issues)
    }
  }
  if (issues.length === 0) return signers
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `CookieManager: ${listed}`, { issues })
}
