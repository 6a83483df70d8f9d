/** Endpoints about the sessions that there are: end this one, list all of a user, end one or all. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import type { RefreshSession } from '../refresh/types.ts'
import { optionalBody } from './body.ts'
import type { Context } from './context.ts'
import { optionalRefreshTokenOf } from './credentials.ts'
import { done, jsonReply } from './json-reply.ts'
import type { Subject } from './subject.ts'

/** A session in a list. Times are in seconds since the epoch. */
export interface ListedSession {
  readonly id: string
  readonly label: string | null
  readonly createdAt: number
  readonly lastUsedAt: number
  /** When it is over unless it is renewed before. */
  readonly expiresAt: number
  /** Whether it is the one that asks. */
  readonly current: boolean
}

/**
 * `POST /logout` with a bearer token, or `{ refreshToken }`, or both: one that is good is enough.
 * A refresh token that is none is no fault (RFC 7009 §2.2): what was to end is over.
 */
export async function logout(context: Context, exchange: Exchange): Promise<Reply> {
  const refreshToken = optionalRefreshTokenOf(await optionalBody(exchange))
  const subject = await subjectToEnd(context, exchange, refreshToken !== undefined)
  if (subject !== undefined) await context.refreshTokens.end(subject.sub, subject.id)
  if (refreshToken !== undefined) await context.refreshTokens.revoke(refreshToken)
  return done()
}

/** `GET /sessions` */
export async function list(context: Context, exchange: Exchange): Promise<Reply> {
  const current = await context.session(await context.subject(exchange))
  const sessions = await context.refreshTokens.list(current.sub)
  return jsonReply({ items: sessions.map((session) => listed(session, current.id)) })
}

/** `DELETE /sessions`: signs the user out everywhere, here too. */
export async function endAll(context: Context, exchange: Exchange): Promise<Reply> {
  const { sub } = await context.session(await context.subject(exchange))
  await context.refreshTokens.endAll(sub)
  return done()
}

/** `DELETE /sessions/:id` */
export async function endOne(context: Context, exchange: Exchange, id: string): Promise<Reply> {
  const { sub } = await context.session(await context.subject(exchange))
  if (await context.refreshTokens.end(sub, id)) return done()
  throw new HallpassError('not_found', 'You have no session with this id.')
}

async function subjectToEnd(
  context: Context,
  exchange: Exchange,
  isOptional: boolean,
): Promise<Subject | undefined> {
  try {
    return await context.subject(exchange)
  } catch (error) {
    if (isOptional && isHallpassError(error) && error.status < 500) return undefined
    throw error
  }
}

function listed(session: RefreshSession, current: string): ListedSession {
  const { id, label = null, createdAt, lastUsedAt, expiresAt } = session
  return { id, label, createdAt, lastUsedAt, expiresAt, current: id === current }
}
