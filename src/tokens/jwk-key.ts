/** Keys on curves and RSA keys, by jose: what was signed with one, and by whom. */
import * as jose from 'jose'
import { tokenFault } from './claims.ts'
import { algorithmOf, publicJwk, type TokenJwk, type TokenKey } from './signing-keys.ts'

/** Why a token is not accepted whose key is not among those that are known. */
export const NO_KEY = 'no key is known for it'

/** The key of a JWK without faults; imported once, when it is first needed. */
export function jwkKey(jwk: TokenJwk): TokenKey {
  const algorithm = algorithmOf(jwk) ?? 'ES256'
  const imported = (key: object) =>
    once(async () => {
      const made = await jose.importJWK(key as jose.JWK, algorithm)
      if (made instanceof Uint8Array) throw new TypeError('a secret among the keys')
      return made
    })
  const verifying = imported(publicJwk(jwk))
  return {
    algorithm,
    kid: jwk.kid,
    sign: 'd' in jwk ? signer(imported({ ...publicJwk(jwk), ...privatePart(jwk) })) : undefined,
    signed: async (token) => await isSignedBy(token, await verifying(), [algorithm]),
  }
}

function signer(key: () => Promise<CryptoKey>): TokenKey['sign'] {
  return async (header, payload) =>
    await new jose.SignJWT(payload).setProtectedHeader({ ...header }).sign(await key())
}

/**
 * Whether a key signed a token by one of the algorithms.
 *
 * @param key - the key, or what finds it by the token's header
 * @throws HallpassError `token_invalid` when no key is found, and what `key` throws
 */
export async function isSignedBy(
  token: string,
  key: CryptoKey | jose.JWTVerifyGetKey,
  algorithms: string[],
): Promise<boolean> {
  try {
    if (typeof key === 'function') await jose.compactVerify(token, key, { algorithms })
    else await jose.compactVerify(token, key, { algorithms })
    return true
  } catch (error) {
    const { JOSEError, JWKSNoMatchingKey, JWSSignatureVerificationFailed } = jose.errors
    if (error instanceof JWSSignatureVerificationFailed) return false
    if (error instanceof JWKSNoMatchingKey) throw tokenFault(NO_KEY)
    throw error instanceof JOSEError ? tokenFault('it cannot be read') : error
  }
}

function privatePart(jwk: TokenJwk): object {
  const { d, p, q, dp, dq, qi } = jwk
  return jwk.kty === 'RSA' ? { d, p, q, dp, dq, qi } : { d }
}

/** Not the promise is kept: on Workers one request must not wait for another's. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: T | undefined
  return async () => {
    made ??= await make()
    return made
  }
}
