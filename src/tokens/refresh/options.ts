/** The options of `createRefreshTokens`, and their faults. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import type { MaybePromise } from '../../http/exchange.ts'
import type { Logger } from '../../http/ports.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import { wholeSeconds } from '../../options/whole-seconds.ts'
import type { Clock } from '../../signing/clock.ts'
import { clock } from '../../signing/options.ts'
import type { Store } from '../../stores/store.ts'
import type { RefreshSession } from './types.ts'

/** What is used of a store. Versions and indexes are kept as `Store` says. */
export type RefreshStore = Pick<Store, 'get' | 'compareAndSet' | 'delete' | 'list'>

/** Options of `createRefreshTokens`. */
export interface RefreshTokensOptions {
  /** Where sessions are kept: a store of `hallpass/stores`, or one of the app's. */
  readonly store: RefreshStore
  /** Seconds after which a session that is not renewed is over; default 1,209,600 (14 days). */
  readonly idle?: number
  /** Seconds after which a session is over in any case; default 7,776,000 (90 days). */
  readonly absolute?: number
  /**
   * Seconds in which a client that lost an answer gets another one for the token that it spent, 0
   * to 86,400; default 600. For 30 seconds it always does.
   */
  readonly grace?: number
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: Clock
  /** Gets a warning when a session ends because of a spent token. Default: the console. */
  readonly logger?: Logger
  /** Is told of a session that ended because of a spent token, once. What it throws is logged. */
  readonly onReuse?: (session: RefreshSession) => MaybePromise<void>
}

/** What is not given. */
export const IDLE = 1_209_600
export const ABSOLUTE = 7_776_000
export const GRACE = 600

/** A minute, and ten years, which is the longest that a store keeps. */
const SHORTEST = 60
const LONGEST = 315_360_000
const MAX_GRACE = 86_400

const METHODS = ['get', 'compareAndSet', 'delete', 'list']
const fn = v.function('must be a function')

const schema: OptionsSchema = v.strictObject({
  store: v.custom<RefreshStore>(isStore, 'must be a store, such as memoryStore()'),
  idle: wholeSeconds(SHORTEST, LONGEST),
  absolute: wholeSeconds(SHORTEST, LONGEST),
  grace: wholeSeconds(0, MAX_GRACE),
  now: v.optional(clock),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
  onReuse: v.optional(fn),
})

/**
 * Refuses options with a fault.
 *
 * @throws HallpassError `invalid_config` with an issue for each
 */
export function requireRefreshOptions(options: RefreshTokensOptions): void {
  const issues: ConfigIssue[] = checkOptions(schema, options, '')
  if (issues.length === 0) {
    const { idle = IDLE, absolute = ABSOLUTE } = options
    if (idle > absolute) issues.push({ path: 'idle', message: 'is longer than absolute' })
  }
  if (issues.length === 0) return
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `createRefreshTokens: ${listed}`, { issues })
}

function isStore(value: unknown): value is RefreshStore {
  if (typeof value !== 'object' || value === null) return false
  return METHODS.every((name) => typeof Reflect.get(value, name) === 'function')
}
