/** What the provider gave, as it is kept in the session. */
import * as jose from 'jose'
import { type Claims, deepFreeze, type LoginState } from '../session/state.ts'
import type { VisitorAuth } from './types.ts'

/** Frozen, since every request of a session gets the same. */
const known = new WeakMap<LoginState, VisitorAuth>()

/** Each is absent where the session does not have it. */
export function authOf(login: LoginState): VisitorAuth {
  const before = known.get(login)
  if (before !== undefined) return before
  const auth = deepFreeze(read(login))
  known.set(login, auth)
  return auth
}

function read({ user, userinfo, tokens }: LoginState): VisitorAuth {
  const { idToken, accessToken } = tokens
  return {
    id_token: idToken === undefined ? undefined : claimsOf(idToken),
    id_token_jwt: idToken,
    access_token: accessToken,
    userinfo: userinfo && { ...pick(user, userinfo), sub: user.sub },
  }
}

/** It was verified before it was sealed into the session. */
function claimsOf(idToken: string): Claims | undefined {
  const { sub, ...claims } = jose.decodeJwt(idToken)
  return sub === undefined ? undefined : { ...claims, sub }
}

function pick(user: Claims, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name)))
}
