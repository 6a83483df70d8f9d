/** From a token response to what a session keeps: verified claims, groups, tokens. */
import { HallpassError } from '../errors.ts'
import type { Claims, LoginState, TokenSet } from '../session/state.ts'
import type { ProviderClient } from './client.ts'
import { verifyIdToken } from './id-token.ts'
import { verifyCognitoAccessToken } from './presets/cognito-access-token.ts'
import { type TokenResponse, tokenSet } from './token-set.ts'
import type { LoginProvider, VerifiedClaims } from './types.ts'
import { groupsOf, userClaims } from './user-claims.ts'
import { fetchUserinfo } from './userinfo.ts'

const NO_CLAIMS: Readonly<Record<string, unknown>> = Object.freeze({})

/** What a login came to. */
export interface VerifiedLogin {
  readonly login: LoginState
  readonly claims: VerifiedClaims
}

/**
 * Verifies the tokens of a login.
 *
 * @throws `id_token_invalid`, `access_token_invalid`, `userinfo_invalid`, and the provider's faults
 */
export async function verifyLogin(
  provider: LoginProvider,
  client: ProviderClient,
  response: TokenResponse,
  nonce: string | undefined,
): Promise<VerifiedLogin> {
  const { id_token: idToken } = response
  if (idToken === undefined) throw new HallpassError('id_token_invalid', 'ID token: there is none')
  const now = client.ports.now()
  const idClaims = await verify(client, idToken, nonce)
  const accessToken = await accessClaims(client, response, idClaims.sub)
  // Only now, with the ID token proved, is the access token shown to anybody.
  const userinfo =
    nonce === undefined
      ? NO_CLAIMS
      : await fetchUserinfo(client, response.access_token, idClaims.sub)
  const claims: VerifiedClaims = { idToken: idClaims, userinfo, accessToken }
  const { auth_time: authTime, acr, sid } = idClaims
  const user = userClaims(idClaims, userinfo)
  const told = Object.keys(userinfo).filter((name) => Object.hasOwn(user, name))
  return {
    claims,
    login: {
      provider: provider.name,
      issuer: client.settings.issuer,
      clientId: client.settings.clientId,
      user,
      groups: groupsOf(provider, claims),
      ...(told.length > 0 && { userinfo: told }),
      authTime: typeof authTime === 'number' ? authTime : now,
      ...(typeof acr === 'string' && { acr }),
      ...(typeof sid === 'string' && { sid }),
      tokens: tokenSet(client, response, now),
    },
  }
}

/**
 * The login after a refresh: new tokens, and new claims where an ID token came with them
 * (OpenID Connect Core §12.2: same issuer, subject, audience; `auth_time` stays the first).
 *
 * @throws `id_token_invalid`, `access_token_invalid`
 */
export async function verifyRefresh(
  provider: LoginProvider,
  client: ProviderClient,
  response: TokenResponse,
  previous: LoginState,
): Promise<LoginState> {
  const { id_token: idToken } = response
  const idClaims = idToken === undefined ? undefined : await verify(client, idToken, undefined)
  if (idClaims !== undefined && idClaims.sub !== previous.user.sub) {
    throw new HallpassError('id_token_invalid', 'ID token: a refresh changed the claim sub')
  }
  const accessToken = await accessClaims(client, response, previous.user.sub)
  const tokens = tokenSet(client, response, client.ports.now())
  // What the app made of the claims at the login stands until the next one.
  const { user: ownUser = false, groups: ownGroups = false } = previous.byApp ?? {}
  return {
    ...previous,
    ...(idClaims !== undefined && !ownUser && { user: userClaims(idClaims, previous.user) }),
    ...(!ownGroups && { groups: groupsAfter(provider, client, previous, idClaims, accessToken) }),
    tokens: {
      ...tokens,
      ...(tokens.refreshToken === undefined && carry('refreshToken', previous.tokens)),
      ...(tokens.idToken === undefined && carry('idToken', previous.tokens)),
    },
  }
}

/**
 * The groups after a refresh. A new ID token that has the claim counts, also when it is empty:
 * the user left. One without it says nothing where groups may have come by userinfo, which is
 * not asked again; Cognito leaves `cognito:groups` out for a user in none.
 */
function groupsAfter(
  provider: LoginProvider,
  client: ProviderClient,
  previous: LoginState,
  idClaims: Claims | undefined,
  accessToken: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { dialect, userinfo } = client.settings
  const claim = provider.groupsClaim
  const silent =
    idClaims === undefined || (claim !== undefined && userinfo && !Object.hasOwn(idClaims, claim))
  if (silent && dialect !== 'cognito') return previous.groups
  const claims = { idToken: idClaims ?? NO_CLAIMS, userinfo: previous.user, accessToken }
  return groupsOf(provider, claims)
}

function carry(name: 'refreshToken' | 'idToken', tokens: TokenSet): Partial<TokenSet> {
  const value = tokens[name]
  return value === undefined ? {} : { [name]: value }
}

async function verify(
  client: ProviderClient,
  idToken: string,
  nonce: string | undefined,
): Promise<Claims> {
  return await verifyIdToken(idToken, {
    keys: client.keys,
    settings: client.settings,
    now: client.ports.now(),
    metadata: await client.metadata.get(),
    ...(nonce !== undefined && { nonce }),
  })
}

/** The access token is for the API, not for us; Cognito's alone is a JWT that we rely on. */
async function accessClaims(
  client: ProviderClient,
  response: TokenResponse,
  sub: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (client.settings.dialect !== 'cognito') return NO_CLAIMS
  const { keys, settings, ports } = client
  const claims = await verifyCognitoAccessToken(response.access_token, {
    keys,
    settings,
    now: ports.now(),
  })
  if (claims.sub !== sub) {
    throw new HallpassError('access_token_invalid', 'access token: it is of another user')
  }
  return claims
}
