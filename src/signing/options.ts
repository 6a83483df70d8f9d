/** The options of the signers, and their faults. */
import * as v from 'valibot'
import { timeFault } from '../crypto/seconds.ts'
import { HallpassError } from '../errors.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'
import type { Clock } from './clock.ts'
import type { Digest, KeyDerivation } from './keys.ts'

/** Options of a `Signer`. */
export interface SignerOptions {
  /** What the signature is for: one made for another salt is refused. */
  readonly salt?: string
  /** Between value and signature; default `.`. Nothing that a signature may hold. */
  readonly separator?: string
  /** Default `django-concat`. */
  readonly keyDerivation?: KeyDerivation
  /** Default `sha1`, as in Python: HMAC does not need its hash to be free of collisions. */
  readonly digest?: Digest
}

/** Options of a `TimestampSigner`. */
export interface TimestampSignerOptions extends SignerOptions {
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: Clock
}

/** A clock as an option. */
export const clock: v.GenericSchema<Clock> = v.custom<Clock>(
  (now) => typeof now === 'function' || timeFault(now) === undefined,
  ({ input }) =>
    (typeof input === 'number' && timeFault(input)) ||
    'must be a function that gives seconds since the epoch',
)
const isWhole = v.check((text: string) => text.isWellFormed(), 'holds half a character')

const signer = {
  salt: v.optional(v.pipe(v.string(), isWhole)),
  separator: v.optional(
    v.pipe(
      v.string(),
      isWhole,
      v.regex(
        /^[^\w=-]+$/,
        'must be characters that no signature holds: not letters, digits, -, _ or =',
      ),
    ),
  ),
  keyDerivation: v.optional(v.picklist(['django-concat', 'concat', 'hmac', 'none'])),
  digest: v.optional(v.picklist(['sha1', 'sha256', 'sha512'])),
}
const timestamp = { ...signer, now: v.optional(clock) }
const inflation = {
  maxInflatedBytes: v.optional(
    v.pipe(
      v.number(),
      v.safeInteger('must be a whole number of bytes'),
      v.minValue(1, 'must be 1 or more'),
    ),
  ),
}

/** The shapes of options; what is in none of them is a fault. */
export const schemas: Readonly<
  Record<'signer' | 'timestamp' | 'urlSafe' | 'urlSafeTimed' | 'flask', OptionsSchema>
> = {
  signer: v.strictObject(signer),
  timestamp: v.strictObject(timestamp),
  urlSafe: v.strictObject({ ...signer, ...inflation }),
  urlSafeTimed: v.strictObject({ ...timestamp, ...inflation }),
  flask: v.strictObject({ now: v.optional(clock) }),
}

/**
 * Refuses options with a fault: a misspelt `salt` must not sign for every purpose.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 */
export function checked<Options extends object>(schema: OptionsSchema, options: Options): Options {
  const issues = checkOptions(schema, options, '')
  if (issues.length === 0) return options
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', listed, { issues })
}
