/** Options that several stores have. */
import * as v from 'valibot'
import { HallpassError } from '../errors.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'

/** For stores that are asked over a network. */
export interface RemoteStoreOptions {
  /**
   * What is before all that this store keeps, so that several can share a server: 1 to 64 letters,
   * digits, `.`, `_`, `-` and `:`. Default `hallpass`.
   */
  readonly prefix?: string
  /** How long a call may take before it is `store_unavailable`, in seconds. Default 3. */
  readonly timeout?: number
}

export const PREFIX = 'hallpass'
export const TIMEOUT = 3

const PREFIX_FORM = /^[\w.:-]{1,64}$/

/** `prefix`, as every store that shares a place with others has it. */
export const prefixEntry: v.GenericSchema<string | undefined> = v.optional(
  v.pipe(v.string(), v.regex(PREFIX_FORM, 'must be 1 to 64 letters, digits, ".", "_", "-" or ":"')),
)

/** `timeout`. */
export const timeoutEntry: v.GenericSchema<number | undefined> = v.optional(
  v.pipe(
    v.number(),
    v.check((seconds) => seconds > 0 && seconds <= 60, 'must be above 0 and at most 60 seconds'),
  ),
)

/** `now`. */
export const nowEntry: v.GenericSchema<(() => number) | undefined> = v.optional(
  v.custom<() => number>((value) => typeof value === 'function', 'must be a function'),
)

export const remoteSchema: OptionsSchema = v.strictObject({
  prefix: prefixEntry,
  timeout: timeoutEntry,
})

/**
 * Refuses options that do not fit.
 *
 * @param name - The factory, as its caller writes it: `redisStore`.
 * @throws HallpassError `invalid_config` with every fault.
 */
export function requireOptions(name: string, schema: OptionsSchema, options: unknown): void {
  const issues = checkOptions(schema, options, name)
  if (issues.length === 0) return
  const said = issues.map(({ path, message }) => `${path} ${message}`).join('; ')
  throw new HallpassError('invalid_config', `${said}.`, { issues })
}

/** The time of a clock in seconds, in whole milliseconds. */
export function milliseconds(now: () => number): number {
  return Math.round(now() * 1000)
}
