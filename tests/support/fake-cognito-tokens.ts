/** Tokens with the claims that a Cognito user pool writes, signed with real RSA keys. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import * as jose from 'jose'

/** A user of the pool. */
export interface PoolUser {
  readonly sub: string
  readonly username: string
  readonly password: string
  readonly email: string
  /** Without groups, `cognito:groups` is left out of the tokens, as by Cognito. */
  readonly groups: readonly string[]
}

/** One sign-in at the pool: what all its tokens have in common. */
export interface SignIn {
  readonly user: PoolUser
  readonly clientId: string
  readonly scope: string
  readonly authTime: number
  readonly originJti: string
}

/** The tokens of one answer of the token endpoint. */
export interface PoolTokens {
  readonly accessToken: string
  readonly idToken: string
}

/** The times of tokens: when they are written (seconds since the epoch), and for how long. */
export interface TokenTimes {
  readonly now: number
  readonly seconds: number
}

/** A pool's pair of signing keys: like Cognito, one for access tokens and one for ID tokens. */
export class PoolKeys {
  readonly #access: SigningKey
  readonly #id: SigningKey

  constructor(access: SigningKey, id: SigningKey) {
    this.#access = access
    this.#id = id
  }

  static async make(): Promise<PoolKeys> {
    return new PoolKeys(await signingKey(), await signingKey())
  }

  /** What `/.well-known/jwks.json` answers. */
  get jwks(): jose.JSONWebKeySet {
    return { keys: [this.#id.jwk, this.#access.jwk] }
  }

  async issue(
    issuer: string,
    signIn: SignIn,
    times: TokenTimes,
    nonce?: string,
  ): Promise<PoolTokens> {
    const { user, clientId, scope, authTime, originJti } = signIn
    const common = {
      sub: user.sub,
      ...(user.groups.length > 0 && { 'cognito:groups': user.groups }),
      iss: issuer,
      origin_jti: originJti,
      event_id: randomUUID(),
      auth_time: authTime,
      iat: times.now,
      jti: randomUUID(),
    }
    const accessToken = await sign(this.#access, {
      ...common,
      version: 2,
      client_id: clientId,
      token_use: 'access',
      scope,
      exp: times.now + times.seconds,
      username: user.username,
    })
    const idToken = await sign(this.#id, {
      ...common,
      at_hash: createHash('sha256')
        .update(accessToken)
        .digest()
        .subarray(0, 16)
        .toString('base64url'),
      email_verified: true,
      'cognito:username': user.username,
      ...(nonce !== undefined && { nonce }),
      aud: clientId,
      token_use: 'id',
      exp: times.now + times.seconds,
      jti: randomUUID(),
      email: user.email,
    })
    return { accessToken, idToken }
  }
}

/** A key pair with its public half as the key set lists it. */
export interface SigningKey {
  readonly jwk: jose.JWK
  readonly key: jose.CryptoKey
}

async function signingKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await jose.generateKeyPair('RS256')
  const jwk = await jose.exportJWK(publicKey)
  // Cognito's key ids are padded base64.
  const kid = randomBytes(32).toString('base64')
  return { jwk: { ...jwk, alg: 'RS256', kid, use: 'sig' }, key: privateKey }
}

async function sign({ jwk, key }: SigningKey, claims: jose.JWTPayload): Promise<string> {
  const header = { alg: 'RS256', ...(jwk.kid !== undefined && { kid: jwk.kid }) }
  return await new jose.SignJWT(claims).setProtectedHeader(header).sign(key)
}

/** Opaque to the client, in five parts and about as long as Cognito's encrypted ones. */
export function opaqueRefreshToken(): string {
  return ['eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ', 256, 12, 1000, 16]
    .map((part) => (typeof part === 'string' ? part : randomBytes(part).toString('base64url')))
    .join('.')
}
