/** The options of `createTokens`, and their faults. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'
import { wholeSeconds } from '../options/whole-seconds.ts'
import type { Clock } from '../signing/clock.ts'
import { clock } from '../signing/options.ts'
import { type Secrets, secretList } from '../signing/secrets.ts'
import { secretKey } from './hmac-key.ts'
import { faultsOfKeys } from './jwk-faults.ts'
import { jwkKey } from './jwk-key.ts'
import type { TokenJwk, TokenKey } from './signing-keys.ts'
import { isStandardSchema, type StandardSchema } from './standard-schema.ts'
import { faultsOfNames } from './wire-names.ts'

/** The longest life of a token, in seconds: what cannot be revoked must not live for long. */
const MAX_TTL = 86_400

/** Options of `createTokens`: `secrets` or `keys`, not both. */
export interface TokensOptions<Schema extends StandardSchema> {
  /** Secrets for HS256, newest first: the first signs, all of them verify. */
  readonly secrets?: Secrets
  /** Keys for ES256, EdDSA or RS256 as JWKs, newest first: the first signs, a `kid` chooses. */
  readonly keys?: readonly TokenJwk[]
  /** Who issues (`iss`); false: tokens have none, and one that has is refused. */
  readonly issuer: string | false
  /** For whom (`aud`); false: tokens have none, and one that has is refused. */
  readonly audience: string | false
  /** What the app keeps in a token: a schema of any Standard Schema library. */
  readonly claims: Schema
  /** Short names that claims have in a token: `{ refreshTokenId: 'rfid' }`. Default: none. */
  readonly names?: Readonly<Record<string, string>>
  /** Seconds for which a token is good, from 1 to 86,400; default 900. */
  readonly ttl?: number
  /**
   * `typ` of the header. Default: `JWT` with `secrets`, as PyJWT writes it; `at+jwt` with `keys`
   * (RFC 9068), so that an ID token under the same key is refused.
   */
  readonly typ?: 'JWT' | 'at+jwt'
  /** Seconds by which clocks may differ, 0 to 300; default 0. */
  readonly clockTolerance?: number
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: Clock
}

const party = v.union(
  [v.literal(false), v.pipe(v.string(), v.minLength(1))],
  'must be text that is not empty, or false for tokens without',
)
const jwk = v.looseObject({
  kty: v.string(),
  kid: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
})

const schema: OptionsSchema = v.strictObject({
  secrets: v.optional(v.unknown()),
  keys: v.optional(v.pipe(v.array(jwk), v.minLength(1, 'has no key'))),
  issuer: party,
  audience: party,
  claims: v.custom<StandardSchema>(
    isStandardSchema,
    'must be a schema of a Standard Schema library, such as zod, valibot or arktype',
  ),
  names: v.optional(v.record(v.string(), v.string())),
  ttl: wholeSeconds(1, MAX_TTL),
  typ: v.optional(v.picklist(['JWT', 'at+jwt'], "must be 'JWT' or 'at+jwt'")),
  clockTolerance: wholeSeconds(0, 300),
  now: v.optional(clock),
})

/**
 * The keys, newest first.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 */
export function keysOf(options: TokensOptions<StandardSchema>): readonly TokenKey[] {
  const issues = [...checkOptions(schema, options, '')]
  const at = (name: string) => issues.some(({ path }) => path === '' || path.startsWith(name))
  if (!at('names')) {
    for (const [name, message] of faultsOfNames(options.names ?? {})) {
      issues.push({ path: `names.${name}`, message })
    }
  }
  const keys = at('keys') ? [] : chosenKeys(options, issues)
  if (issues.length === 0) return keys
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `createTokens: ${listed}`, { issues })
}

function chosenKeys(options: TokensOptions<StandardSchema>, issues: ConfigIssue[]): TokenKey[] {
  const { keys } = options
  if (keys !== undefined) {
    if (options.secrets !== undefined) {
      issues.push({ path: 'secrets', message: 'cannot be beside keys' })
    }
    issues.push(...faultsOfKeys(keys))
    return issues.length > 0 ? [] : keys.map(jwkKey)
  }
  try {
    return secretList(options.secrets, 'secrets', 'createTokens').map(secretKey)
  } catch (error) {
    if (!(error instanceof HallpassError) || error.issues === undefined) throw error
    issues.push(...error.issues)
    return []
  }
}
