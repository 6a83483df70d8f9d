/** What a program gives to `guardFromEnv` beside the environment. */
import * as v from 'valibot'
import type { ConfigIssue } from '../errors.ts'
import type { Exchange, MaybePromise } from '../http/exchange.ts'
import type { Logger } from '../http/ports.ts'
import { checkOptions } from '../options/check.ts'
import type { GuardConfig } from './config.ts'

/** What an environment cannot say. */
export interface GuardFromEnvOptions {
  /** Instead of the file of `HALLPASS_CONFIG`. */
  readonly config?: GuardConfig
  /**
   * Whether the guard is there for a request: for some users, or some of the requests. Only
   * `false` takes it away. It stands instead of the flag cookie and its two settings.
   */
  readonly flag?: (exchange: Exchange) => MaybePromise<boolean>
  /** How the provider is called; default the global `fetch`. */
  readonly fetch?: typeof fetch
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: () => number
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger
}

const fn = v.custom<unknown>((value) => typeof value === 'function', 'must be a function')
const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  // What is in it is looked at with the files.
  config: v.exactOptional(v.custom<unknown>((value) => value !== undefined, 'is missing')),
  flag: v.exactOptional(fn),
  fetch: v.optional(fn),
  now: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

/** What is wrong with them by themselves. */
export function optionIssues(options: GuardFromEnvOptions): ConfigIssue[] {
  return checkOptions(schema, options, 'options')
}
