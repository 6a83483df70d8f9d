/** Sessions and logins for tests. */
import type { LoginState, SessionState } from '../../src/session/state.ts'
import { START } from './clock.ts'

/** A login of the user `user-1` at `https://id.example`, with these parts instead. */
export function loginOf(parts: Partial<LoginState> = {}): LoginState {
  return {
    provider: 'oidc',
    issuer: 'https://id.example',
    clientId: 'shop',
    user: { sub: 'user-1', name: 'Ada' },
    groups: ['staff'],
    authTime: START,
    tokens: { accessToken: 'access-1' },
    ...parts,
  }
}

/** A session that begins at the start of the tests' clock, with these parts instead. */
export function sessionOf(parts: Partial<SessionState> = {}): SessionState {
  return { id: 'session-1', createdAt: START, seenAt: START, data: {}, ...parts }
}
