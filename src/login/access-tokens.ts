/** Access tokens that an outside provider issues, checked by an API. */
import { refuseToken } from '../tokens/claims.ts'
import type { OutputOf, StandardSchema } from '../tokens/standard-schema.ts'
import { checkToken, issuerOf, type KnownVerifier, type TokenVerifier } from '../tokens/verifier.ts'
import { type AccessTokensOptions, checkedProvider } from './access-tokens-options.ts'
import { providerTokens } from './provider-tokens.ts'
import type { LoginProvider } from './types.ts'

/**
 * Checks access tokens of a provider: signature by its published keys, issuer, audience, type,
 * times. ID tokens are refused, and so are tokens bound to a key (DPoP, mTLS). Nothing is asked of
 * the provider before the first token comes; its keys are kept for ten minutes, and longer while
 * it is down. Where the login is disabled, every token is refused.
 *
 * The groups that the provider's option `groups` finds are in the claim `groups`.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const outside = accessTokens(oidc({ issuer: 'https://accounts.example', clientId: 'notes' }), {
 *   audience: 'https://notes.example',
 *   claims: z.object({ sub: z.string(), scope: z.string() }),
 * })
 * const reader = tokenRequired([tokens, outside], { scope: 'notes:read' })
 */
export function accessTokens<Schema extends StandardSchema>(
  provider: LoginProvider,
  options: AccessTokensOptions<Schema>,
): TokenVerifier<OutputOf<Schema>> {
  const settings = checkedProvider(provider, options)
  return settings === undefined ? NOBODY : providerTokens(provider, settings, options)
}

/** For a login that is disabled, which is for development: nobody vouches for a token there. */
const NOBODY: KnownVerifier<never> = {
  [issuerOf]: undefined,
  [checkToken]: () => refuseToken('its provider is disabled'),
  verify: async (token) => await NOBODY[checkToken](token),
}
