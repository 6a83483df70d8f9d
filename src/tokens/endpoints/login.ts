/** Endpoints that give tokens: for credentials, and for a refresh token. */
import { HallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { deviceLabel } from '../../session/stored/device-label.ts'
import type { RefreshResult } from '../refresh/types.ts'
import { jsonBody } from './body.ts'
import type { Context } from './context.ts'
import { credentialsOf, refreshTokenOf } from './credentials.ts'
import { jsonReply } from './json-reply.ts'

/** `POST /login` with `{ username, password, label? }`. */
export async function login(context: Context, exchange: Exchange): Promise<Reply> {
  const credentials = credentialsOf(await jsonBody(exchange))
  const attempt = await context.limits.login(credentials.username, context.address(exchange))
  const account = await context.authenticate(credentials, exchange)
  if (account === undefined) throw wrongCredentials()
  await attempt.succeeded()
  const { sub, data } = account
  const label = account.label ?? credentials.label ?? deviceLabel(exchange.header('user-agent'))
  const issued = await context.refreshTokens.issue({
    sub,
    ...(label !== undefined && { label }),
    ...(data !== undefined && { data }),
  })
  try {
    return await answer(context, issued, wrongCredentials)
  } catch (error) {
    // Nobody has its token: it would only be a device that the user does not know.
    await context.refreshTokens.end(sub, issued.session.id).catch(() => {})
    throw error
  }
}

/** `POST /renew` with `{ refreshToken }`. */
export async function renew(context: Context, exchange: Exchange): Promise<Reply> {
  const token = refreshTokenOf(await jsonBody(exchange))
  const renewed = await context.refreshTokens.renew(token)
  return answer(context, renewed, overSession)
}

async function answer(
  context: Context,
  { token: refreshToken, session }: RefreshResult,
  refused: () => HallpassError,
): Promise<Reply> {
  const token = await context.issue(session)
  if (token !== undefined) return jsonReply({ token, refreshToken })
  await context.refreshTokens.end(session.sub, session.id)
  throw refused()
}

function wrongCredentials(): HallpassError {
  return new HallpassError('credentials_invalid', 'The user name or the password is wrong.')
}

function overSession(): HallpassError {
  return new HallpassError('refresh_token_invalid', 'The refresh token is not accepted.')
}
