/** The options of `tokenEndpoints`, and their faults. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import { ERROR_FORMATS, type ErrorFormat } from '../../http/error-format.ts'
import type { Exchange, MaybePromise } from '../../http/exchange.ts'
import type { Logger } from '../../http/ports.ts'
import { validateTrustedProxy } from '../../http/trusted-proxies.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import type { Tokens } from '../create.ts'
import type { RefreshGrant, RefreshSession, RefreshTokens } from '../refresh/types.ts'
import type { InputOf, StandardSchema } from '../standard-schema.ts'
import type { Credentials } from './credentials.ts'
import type { LoginLimitOptions } from './limits.ts'
import type { TryStore } from './tries.ts'

/** Where the endpoints are: whole paths, as the client sends them. */
export interface TokenPaths {
  /** Default `/login`. */
  readonly login?: string
  /** Default `/renew`. */
  readonly renew?: string
  /** Default `/logout`. */
  readonly logout?: string
  /** Default `/sessions`; one session is below it. */
  readonly sessions?: string
}

/** Options of `tokenEndpoints`. */
export interface TokenEndpointsOptions<Schema extends StandardSchema> {
  /** What `createTokens` returned. */
  readonly tokens: Tokens<Schema>
  /** What `createRefreshTokens` returned. */
  readonly refreshTokens: RefreshTokens
  /**
   * Whose credentials these are; undefined for wrong ones and for an account that is not there,
   * which the client cannot tell apart. To keep it so in time, check a password in both cases:
   * `passwordVerify` of `hallpass/tokens/password` does. A `HallpassError` that it throws is the
   * answer.
   */
  authenticate(
    credentials: Credentials,
    exchange: Exchange,
  ): MaybePromise<RefreshGrant | null | undefined>
  /**
   * What a token of a session says, asked for at each login and each renewal. It must have the
   * session's `sub`, and its `id` in the claim that `idClaim` names. Undefined ends the session: the
   * user is not there any more, or may not go on.
   */
  claims(session: RefreshSession): MaybePromise<InputOf<Schema> | null | undefined>
  /** Where tries are counted: what the refresh tokens are kept in will do. */
  readonly store: TryStore
  /** The claim that has the id of the session. Default `refreshTokenId`. */
  readonly idClaim?: string
  /** Other paths. */
  readonly paths?: TokenPaths
  /** Other limits. */
  readonly limits?: LoginLimitOptions
  /** Proxies whose `X-Forwarded-For` counts: addresses, CIDR ranges, `loopback`. Default: none. */
  readonly trustedProxies?: readonly string[]
  /**
   * The client's address, where neither the runtime nor a trusted proxy tells it: on Workers
   * `(exchange) => exchange.header('cf-connecting-ip')`. It must not be what a client can choose.
   */
  clientAddress?(exchange: Exchange): string | undefined
  /** How errors are written: a problem, or `{"_errors": […]}`. Default `problem`. */
  readonly errors?: ErrorFormat
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: () => number
  /** Default: warnings and errors on the console. */
  readonly logger?: Logger
}

const fn = v.custom<(...args: unknown[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
)
const has = (methods: readonly string[], message: string) =>
  v.custom<object>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((name) => typeof Reflect.get(value, name) === 'function'),
    message,
  )
const path = v.optional(
  v.pipe(
    v.string(),
    v.regex(
      /^(?:\/(?!\.{1,2}(?:\/|$))[a-z0-9._~-]+)+$/i,
      'must be a plain path such as /api/login',
    ),
  ),
)
const limit = v.optional(
  v.strictObject({
    tries: v.pipe(
      v.number(),
      v.check(
        (n) => Number.isInteger(n) && n >= 1 && n <= 1_000_000,
        'must be a whole number from 1 to 1,000,000',
      ),
    ),
    per: v.pipe(
      v.number(),
      v.check((n) => n >= 1 && n <= 86_400, 'must be 1 to 86,400 seconds'),
    ),
  }),
)

const schema: OptionsSchema = v.strictObject({
  tokens: has(['issue', 'verify'], 'must be what createTokens returned'),
  refreshTokens: has(['issue', 'renew', 'get'], 'must be what createRefreshTokens returned'),
  authenticate: fn,
  claims: fn,
  store: has(['get', 'compareAndSet'], 'must be a store, such as redisStore(client)'),
  idClaim: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  paths: v.optional(v.strictObject({ login: path, renew: path, logout: path, sessions: path })),
  limits: v.optional(v.strictObject({ account: limit, address: limit, requests: limit })),
  trustedProxies: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.rawCheck(({ dataset, addIssue }) => {
          const fault = dataset.typed ? validateTrustedProxy(dataset.value) : undefined
          if (fault !== undefined) addIssue({ message: fault })
        }),
      ),
    ),
  ),
  clientAddress: v.optional(fn),
  errors: v.optional(v.picklist(ERROR_FORMATS, "must be 'problem' or 'list'")),
  now: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

const PATHS: Required<TokenPaths> = {
  login: '/login',
  renew: '/renew',
  logout: '/logout',
  sessions: '/sessions',
}

/**
 * The paths, once the options are known to be right.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 */
export function checkedPaths(
  options: Pick<TokenEndpointsOptions<StandardSchema>, 'paths'>,
): Required<TokenPaths> {
  const issues = [...checkOptions(schema, options, '')]
  const paths = { ...PATHS, ...options?.paths }
  if (issues.length === 0 && new Set(Object.values(paths)).size < 4) {
    issues.push({ path: 'paths', message: 'must be four paths, each another one' })
  }
  if (issues.length === 0) return paths
  const listed = issues.map(({ path: at, message }) => `${at || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `tokenEndpoints: ${listed}`, { issues })
}
