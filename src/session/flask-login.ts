/** Who is signed in according to Flask's own session. */
import type { Logger } from '../http/ports.ts'
import type { FlaskSessionData } from '../signing/flask/flask-types.ts'
import type { FlaskSessionCookieOptions } from './flask-options.ts'
import { isRecord, type LoginState } from './state.ts'

/** The provider of a login that Flask made; no login provider can have this name. */
export const FLASK_PROVIDER = 'flask:session'

/**
 * The login that the app's own functions read out of a session. What they throw, or what is no
 * user, is nobody. When the user proved who they are is not known, so that a place that asks for a
 * fresh login (`maxAge`) refuses.
 */
export function flaskLogin(
  { user: userOf, groups: groupsOf }: FlaskSessionCookieOptions,
  session: Readonly<FlaskSessionData>,
  logger: Logger,
): LoginState | undefined {
  if (userOf === undefined) return undefined
  try {
    const user = userOf(session)
    if (user === undefined) return undefined
    const groups: readonly unknown[] = groupsOf?.(session) ?? []
    if (!isRecord(user) || typeof user.sub !== 'string' || user.sub === '') {
      logger.error('session.user gave no user with a sub: nobody is signed in')
      return undefined
    }
    if (!groups.every((group) => typeof group === 'string')) {
      logger.error('session.groups gave what is no list of names: nobody is signed in')
      return undefined
    }
    const issuer = FLASK_PROVIDER
    return { provider: issuer, issuer, clientId: issuer, user, groups, authTime: 0, tokens: {} }
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error
    logger.error('session.user or session.groups threw: nobody is signed in', { error: name })
    return undefined
  }
}
