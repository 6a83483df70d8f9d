/** The options of `accessTokens`, and their faults. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../errors.ts'
import type { Logger } from '../http/ports.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'
import type { Clock } from '../signing/clock.ts'
import { clock } from '../signing/options.ts'
import { isStandardSchema, type StandardSchema } from '../tokens/standard-schema.ts'
import type { LoginProvider, ProviderSettings } from './types.ts'

/** Options of `accessTokens`. */
export interface AccessTokensOptions<Schema extends StandardSchema> {
  /**
   * For whom its tokens must be (`aud`): this API, as the provider knows it. False for a provider
   * whose tokens have none: Cognito, for which it is the default. A token that has one is refused
   * then.
   */
  readonly audience?: string | false
  /**
   * The clients whose tokens are taken, by `client_id` or `azp`. Default: with Cognito, the client
   * of the login; else all to whom the provider gives tokens for this audience.
   */
  readonly clients?: readonly string[]
  /** What is read of a token: a schema of any Standard Schema library. */
  readonly claims: Schema
  /**
   * `typ` of the header; default `at+jwt` (RFC 9068). `JWT`, for a provider that writes that or
   * none, tells access tokens from ID tokens by their audience alone.
   */
  readonly typ?: 'JWT' | 'at+jwt'
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch
  /** Where it is said why keys cannot be had; default the console. */
  readonly logger?: Logger
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: Clock
}

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))

const schema: OptionsSchema = v.strictObject({
  audience: v.optional(
    v.union(
      [v.literal(false), text],
      'must be text that is not empty, or false for tokens without',
    ),
  ),
  clients: v.optional(v.pipe(v.array(text), v.minLength(1, 'must name a client at least'))),
  claims: v.custom<StandardSchema>(
    isStandardSchema,
    'must be a schema of a Standard Schema library, such as zod, valibot or arktype',
  ),
  typ: v.optional(v.picklist(['JWT', 'at+jwt'], "must be 'JWT' or 'at+jwt'")),
  fetch: v.optional(v.function()),
  logger: v.optional(
    v.looseObject({ info: v.function(), warn: v.function(), error: v.function() }),
  ),
  now: v.optional(clock),
})

/**
 * The settings of a provider whose tokens can be checked; undefined where the login is disabled.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault, those of the provider too
 */
export function checkedProvider(
  provider: LoginProvider,
  options: AccessTokensOptions<StandardSchema>,
): ProviderSettings | undefined {
  const issues = [...checkOptions(schema, options, ''), ...providerIssues(provider)]
  if (issues.length > 0) throw invalid(issues)
  if (provider.disabled) return undefined
  const settings = provider.resolve(undefined)
  issues.push(...contradictions(settings, options))
  if (issues.length > 0) throw invalid(issues)
  return settings
}

function providerIssues(provider: LoginProvider): readonly ConfigIssue[] {
  if (typeof provider?.resolve !== 'function') {
    return [{ path: 'provider', message: 'must be what oidc() or cognito() returned' }]
  }
  if (provider.issues.length > 0 || provider.fixed || provider.disabled) return provider.issues
  const message = 'must not have options that are functions: a token comes without a login'
  return [{ path: 'provider', message }]
}

function contradictions(
  { dialect, clientId }: ProviderSettings,
  { audience, clients, typ }: AccessTokensOptions<StandardSchema>,
): ConfigIssue[] {
  if (dialect === 'cognito') {
    return typ === undefined ? [] : [{ path: 'typ', message: 'is not for Cognito: leave it out' }]
  }
  if (audience === undefined) return [{ path: 'audience', message: 'is missing' }]
  // A provider gives tokens to all its clients; something must say which are for this API.
  if (audience === false && clients === undefined) {
    return [{ path: 'clients', message: 'is missing: without an audience it must say whose' }]
  }
  if (typ !== 'JWT' || (audience !== false && audience !== clientId)) return []
  const message = 'must be the name of an API, not of a client: ID tokens are for that'
  return [{ path: 'audience', message }]
}

function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`)
  return new HallpassError('invalid_config', `accessTokens: ${listed.join('\n')}`, { issues })
}
