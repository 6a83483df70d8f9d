/** The options of the central service, and everything that is wrong with them at once. */

import * as v from 'valibot'
import { checkPass } from '../adapters/checked-pass.ts'
import { isPlaceholder, PLACEHOLDER } from '../crypto/placeholder.ts'
import { type ConfigIssue, HallpassError, isHallpassError } from '../errors.ts'
import { type Access, checkAccess } from '../guard/access.ts'
import type { Logger } from '../http/ports.ts'
import { type PublicUrls, publicUrls } from '../http/public-url.ts'
import { checkOptions } from '../options/check.ts'
import { faultCount } from '../options/fault-count.ts'
import type { Hallpass } from '../pass/types.ts'
import type { LimitOptions } from './limits/limits.ts'
import type { DashboardAccess } from './service.ts'
import type { ConsentStore } from './store/port.ts'

/** The options of `createConsentService`. */
export interface ConsentServiceOptions {
  /** Where consent is kept: what `openStore`, `openSqlite` or `openPostgres` resolved with. */
  readonly store: ConsentStore
  /** Where the service is to visitors and sites: `https://consent.example`. */
  readonly baseUrl: string
  /** Whose sites these are; shown on pages. Default: the host of `baseUrl`. */
  readonly organisation?: string | undefined
  /**
   * Who may see the dashboard: whoever knows a key of 16 characters at least, or whom `access`
   * lets in after a login with `pass`. Default: there is no dashboard.
   */
  readonly dashboard?:
    | { readonly key: string }
    | { readonly pass: Hallpass; readonly access: Access }
    | undefined
  /** Addresses, CIDR ranges, or `loopback`: whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustedProxies?: readonly string[] | undefined
  /** How many requests are taken; generous by default. */
  readonly limits?: LimitOptions | undefined
  /** Seconds since the epoch. */
  readonly now?: (() => number) | undefined
  /** Default: warnings and errors to the console; `jsonLogger()` logs every request. */
  readonly logger?: Logger | undefined
}

/** Options that hold together. */
export interface CheckedOptions {
  readonly urls: PublicUrls
  readonly baseUrl: string
  readonly organisation: string
  readonly dashboard: DashboardAccess | undefined
}

const fn = v.custom<unknown>((value) => typeof value === 'function', 'must be a function')
const positive = v.pipe(v.number(), v.finite(), v.minValue(0.001, 'must be above 0'))
const rate = v.optional(
  v.strictObject({
    perSecond: positive,
    burst: v.pipe(v.number(), v.finite(), v.minValue(1, 'must be at least 1')),
  }),
)
const given = v.custom<unknown>((value) => value !== undefined, 'is missing')

const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  store: v.custom<unknown>(isStore, 'must be what openStore() resolved with'),
  baseUrl: v.string(),
  organisation: v.optional(
    v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(200, 'is too long')),
  ),
  dashboard: v.optional(
    v.lazy((value) =>
      typeof value === 'object' && value !== null && 'pass' in value
        ? v.strictObject({ pass: given, access: given })
        : v.strictObject({
            key: v.pipe(
              v.string(),
              v.minLength(16, 'must have at least 16 characters'),
              v.check((key) => !isPlaceholder(key), PLACEHOLDER),
            ),
          }),
    ),
  ),
  trustedProxies: v.optional(v.array(v.string())),
  limits: v.optional(v.strictObject({ visitors: rate, sites: rate, badKeys: rate, choices: rate })),
  now: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

/** @throws `invalid_config` with every fault in `issues` and in its message */
export function checkServiceOptions(options: ConsentServiceOptions): CheckedOptions {
  const issues: ConfigIssue[] = checkOptions(schema, options, '')
  const isBroken = (name: string) =>
    issues.some(({ path }) => path === '' || path === name || path.startsWith(`${name}.`))
  /** Looks closer at options whose shape is right. */
  const look = <T>(names: readonly string[], make: () => T): T | undefined => {
    if (names.some(isBroken)) return undefined
    try {
      return make()
    } catch (error) {
      if (!isHallpassError(error)) throw error
      issues.push(...(error.issues ?? [{ path: names.join(', '), message: error.message }]))
      return undefined
    }
  }
  const urls = look(['baseUrl', 'trustedProxies'], () =>
    publicUrls({ baseUrl: options.baseUrl, trustedProxies: options.trustedProxies ?? [] }),
  )
  const dashboard = look(['dashboard'], () => dashboardOf(options.dashboard))
  if (issues.length > 0 || urls === undefined) throw invalid(issues)
  const { origin, host } = new URL(options.baseUrl)
  return { urls, baseUrl: origin, organisation: options.organisation ?? host, dashboard }
}

function dashboardOf(given: ConsentServiceOptions['dashboard']): DashboardAccess | undefined {
  if (given === undefined) return undefined
  if ('key' in given) return { kind: 'key', key: given.key }
  checkPass(given.pass)
  checkAccess(given.access, 'dashboard.access')
  return { kind: 'pass', pass: given.pass, access: given.access }
}

function isStore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return ['record', 'visitor', 'takeCode', 'secret', 'close'].every((part) => part in value)
}

function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const lines = issues.map(({ path: where, message }) => `\n  - ${where || 'options'}: ${message}`)
  const text = `The configuration of the consent service has ${faultCount(issues)}:${lines.join('')}`
  return new HallpassError('invalid_config', text, { issues })
}
