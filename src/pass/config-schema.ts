/** The shape of the options of `createHallpass`. */
import * as v from 'valibot'
import { consentSchema } from '../consent/site/schema.ts'
import { isPathPattern } from '../guard/path-pattern.ts'
import { isSessionFactory } from '../session/factory.ts'
import type { HallpassOptions } from './options.ts'
import { themeSchema } from './theme-schema.ts'

const fn = v.custom<(...args: unknown[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
)
const path = v.pipe(
  v.string(),
  v.regex(
    /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[a-z0-9._~-]+)+)$/i,
    'must be a plain path such as /auth/login',
  ),
)
/** Browsers keep a cookie for 400 days at most (RFC 6265bis §5.5). */
const seconds = v.pipe(
  v.number(),
  v.minValue(1, 'must be at least 1 second'),
  v.maxValue(34_560_000, 'must be at most 34560000 seconds (400 days)'),
)
/** What an access says is looked at with the rules. */
const access = v.custom<unknown>((value) => value !== undefined, 'is missing')

const session = v.strictObject({
  idle: v.optional(seconds),
  absolute: v.optional(seconds),
  name: v.optional(
    v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'must be letters, digits, - and _')),
  ),
  // As with a login: one that came out undefined is a fault.
  store: v.exactOptional(
    v.custom<unknown>(isStore, 'must be a store, as hallpass/stores/redis makes one'),
  ),
})

/** The options of `createHallpass`. */
export const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  baseUrl: v.union([v.string(), v.array(v.string())]),
  secrets: v.array(v.undefinedable(v.string())),
  // A login that came out undefined is a fault; one that is not there is meant so.
  login: v.exactOptional(
    v.custom<unknown>(isLogin, 'must be what oidc() or cognito() returns, or an array of them'),
  ),
  guard: v.optional(
    v.strictObject({
      default: access,
      rules: v.optional(
        v.array(
          v.strictObject({
            path: v.union(
              [v.string(), v.custom<unknown>(isPathPattern)],
              'must be a path, or what pathPattern() returns',
            ),
            methods: v.optional(v.array(v.string())),
            access,
          }),
        ),
      ),
      mode: v.optional(v.picklist(['enforce', 'report'], 'must be enforce or report')),
    }),
  ),
  session: v.optional(v.lazy((given) => (isSessionFactory(given) ? v.unknown() : session))),
  // As with a login: one that came out undefined is a fault.
  consent: v.exactOptional(consentSchema),
  routes: v.optional(
    v.strictObject({
      login: v.optional(path),
      signIn: v.optional(path),
      callback: v.optional(path),
      refresh: v.optional(path),
      logout: v.optional(path),
      loggedOut: v.optional(path),
      session: v.optional(path),
      backchannelLogout: v.optional(path),
      frontchannelLogout: v.optional(path),
      home: v.optional(path),
    }),
  ),
  theme: v.optional(themeSchema),
  signInPage: v.optional(v.boolean()),
  signedOutPage: v.optional(v.boolean()),
  trustedProxies: v.optional(v.array(v.string())),
  hooks: v.optional(
    v.strictObject({
      beforeLogin: v.optional(fn),
      afterLogin: v.optional(fn),
      afterRefresh: v.optional(fn),
      afterLogout: v.optional(fn),
    }),
  ),
  handlers: v.optional(
    v.strictObject({
      unauthenticated: v.optional(fn),
      forbidden: v.optional(fn),
      error: v.optional(fn),
    }),
  ),
  fetch: v.optional(fn),
  now: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

function isStore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const methods = new Map(
    ['get', 'compareAndSet', 'delete', 'list', 'lock'].map((name) => [
      name,
      Reflect.get(value, name),
    ]),
  )
  return [...methods.values()].every((method) => typeof method === 'function')
}

/** Whether it is a provider or a list of them, as `oidc()` and `cognito()` make. */
export function isLogin(value: unknown): value is HallpassOptions['login'] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.every(isProvider)
}

function isProvider(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return ['name', 'issues', 'resolve', 'groups'].every((part) => part in value)
}
