/** What an access token of a provider must say: RFC 9068, or what Amazon's guide asks for. */
import { type Parties, type Payload, refuseClaim, refuseToken } from '../tokens/claims.ts'
import { isType, type Parts, type TokenType } from '../tokens/form.ts'
import { refuseForeign } from '../tokens/verify.ts'
import { ALGORITHMS } from './id-token.ts'
import type { ProviderSettings } from './types.ts'

/** What the tokens of one provider are held to. */
export interface AccessTokenRules {
  readonly typ: TokenType
  readonly audience: Parties['audience']
  /** Undefined: any client. */
  readonly clients: ReadonlySet<unknown> | undefined
  /** Asymmetric ones only. */
  readonly algorithms: string[]
  readonly isCognito: boolean
}

/** The rules, with the defaults of what is not given. */
export function rulesOf(
  { dialect, clientId }: ProviderSettings,
  given: {
    readonly audience?: string | false
    readonly clients?: readonly string[]
    readonly typ?: TokenType
  },
): AccessTokenRules {
  const isCognito = dialect === 'cognito'
  const clients = given.clients ?? (isCognito ? [clientId] : undefined)
  return {
    isCognito,
    typ: given.typ ?? (isCognito ? 'JWT' : 'at+jwt'),
    audience: given.audience ?? false,
    clients: clients && new Set(clients),
    algorithms: isCognito ? ['RS256'] : [...ALGORITHMS],
  }
}

/**
 * Refuses what is no access token for us, before its signature is looked at.
 *
 * @throws HallpassError `token_invalid`
 */
export function checkKind({ header, payload }: Parts, rules: AccessTokenRules): void {
  if (!isType(header.typ, rules.typ)) refuseToken('it is of another type')
  if (typeof header.alg !== 'string' || !rules.algorithms.includes(header.alg)) {
    refuseToken('its algorithm is not for tokens of a provider')
  }
  if (isIdToken(payload, rules)) refuseToken('it is an ID token or a logout token')
  refuseForeign(payload)
  // RFC 8705, RFC 9449: whoever stole it could use it, if nobody asks for the proof.
  if (payload.cnf !== undefined) refuseToken('it is bound to a key, which cannot be checked here')
  const { clients } = rules
  if (clients !== undefined && !clients.has(payload.client_id ?? payload.azp)) {
    refuseClaim('client_id')
  }
}

/** Cognito's tokens have one signer, issuer and type: only a claim tells them apart. */
function isIdToken({ token_use: use, typ }: Payload, { isCognito }: AccessTokenRules): boolean {
  if (isCognito ? use !== 'access' : use !== undefined && use !== 'access') return true
  // Keycloak's word for what a token is; its access tokens say Bearer.
  return typ === 'ID' || typ === 'Refresh' || typ === 'Logout'
}
