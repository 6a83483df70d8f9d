/** A verified login becomes a session: a new id, the app's word, and the way back. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'
import { returnAddress } from '../../http/return-address.ts'
import type { VerifiedLogin } from '../../login/tokens.ts'
import type { Transaction } from '../../login/transaction.ts'
import { jsonData } from '../../session/data-format.ts'
import { newSessionId } from '../../session/id.ts'
import type { LoginState, SessionState } from '../../session/state.ts'
import { redirect } from '../challenge.ts'
import type { Core } from '../core.ts'
import type { LoginOutcome } from '../options.ts'
import type { SessionData, User } from '../types.ts'
import { baseUrlOf } from './shared.ts'

export interface FinishedLogin {
  readonly verified: VerifiedLogin
  readonly transaction: Transaction
  /** Headers that forget the transaction. */
  readonly headers: HeaderList
}

/**
 * @throws `hook_failed` when the app's hook throws, `session_too_large`, `redirect_loop`,
 * `store_unavailable`
 */
export async function beginSession(
  core: Core,
  exchange: Exchange,
  finished: FinishedLogin,
): Promise<Reply> {
  const previous = (await core.backend.read(exchange)).state
  const data: Record<string, unknown> = {}
  const outcome = await afterLogin(core, exchange, finished, previous, data)
  const { transaction, verified, headers } = finished
  const { acrValues: acrAsked } = transaction
  const now = core.ports.now()
  const { user = verified.login.user, groups = verified.login.groups } = outcome
  if (user?.sub !== verified.login.user.sub) {
    throw new HallpassError('hook_failed', 'hooks.afterLogin changed the claim sub')
  }
  // A session with anything else in it would be nobody's when it is read again.
  if (!Array.isArray(groups) || groups.some((group) => typeof group !== 'string')) {
    const why = 'login.groups or hooks.afterLogin gave groups that are no list of texts'
    throw new HallpassError('hook_failed', why)
  }
  const byApp = { user: outcome.user !== undefined, groups: outcome.groups !== undefined }
  const login: LoginState = {
    ...verified.login,
    user,
    groups,
    ...(acrAsked !== undefined && { acrAsked }),
    ...((byApp.user || byApp.groups) && { byApp }),
  }
  const id = core.backend.newId?.() ?? newSessionId()
  const state = { id, createdAt: now, seenAt: now, login, data }
  const wanted = outcome.returnTo ?? transaction.returnTo
  const returnTo = returnAddress(wanted, baseUrlOf(core, exchange), core.routes.home)
  const loop = core.loops.count(exchange, returnTo)
  if (loop.loop) {
    throw new HallpassError('redirect_loop', whyLoop(previous, returnTo))
  }
  // After all that refuses the login: in a store it would be a session that no browser has.
  const kept = await keep(core, exchange, asKept(core, state))
  // The old session ends with the new one's beginning (session fixation), also a signed-out
  // one: a slow answer that belongs to it must not put it in the place of the new one.
  if (previous !== undefined) await core.revocations.end(previous)
  core.ports.logger.info('login', {
    provider: login.provider,
    sub: login.user.sub,
    client: core.urls.clientAddress(exchange),
  })
  const all = [...headers, ...kept, ...loop.headers]
  const { reply } = outcome
  if (reply === undefined) return redirect(exchange, returnTo, all)
  return { ...reply, headers: [['cache-control', 'no-store'], ...reply.headers, ...all] }
}

function whyLoop(previous: SessionState | undefined, returnTo: string): string {
  return previous?.login === undefined
    ? 'The session cookie of the login before did not come back: does the browser keep it, and is baseUrl the address of the page?'
    : `The page ${returnTo.split('?', 1)[0]} sends visitors who are signed in to the login again`
}

async function afterLogin(
  core: Core,
  exchange: Exchange,
  { verified, transaction }: FinishedLogin,
  previous: SessionState | undefined,
  data: Record<string, unknown>,
): Promise<LoginOutcome> {
  const hook = core.options.hooks?.afterLogin
  if (hook === undefined) return {}
  const { login, claims } = verified
  try {
    const outcome = await hook({
      exchange,
      provider: login.provider,
      // The app declares in `Register` what its provider sends.
      user: login.user as User,
      groups: login.groups,
      claims,
      appState: transaction.appState,
      session: data as SessionData,
      previousSession:
        previous?.login === undefined
          ? (core.backend.data ?? jsonData).copy(previous?.data ?? {})
          : {},
      returnTo: transaction.returnTo,
    })
    return outcome ?? {}
  } catch (error) {
    // The app's own refusal: `throw new HallpassError('forbidden', …)` is a 403 page.
    if (isHallpassError(error)) throw error
    throw new HallpassError('hook_failed', 'hooks.afterLogin refused the login', { cause: error })
  }
}

/** The state as it will be read again. */
function asKept({ backend }: Core, state: SessionState): SessionState {
  const format = backend.data ?? jsonData
  try {
    const { data, ...rest } = state
    return { ...JSON.parse(JSON.stringify(rest)), data: format.read(format.write(data)) ?? {} }
  } catch (error) {
    const why = 'hooks.afterLogin put something into the session that cannot be kept'
    throw new HallpassError('hook_failed', why, { cause: error })
  }
}

/** The ID token is the one thing that can be done without: it is a hint for the logout only. */
async function keep(core: Core, exchange: Exchange, state: SessionState): Promise<HeaderList> {
  const { login } = state
  const whole = await core.backend.write(exchange, state)
  if (whole !== undefined) return whole
  const { idToken: _, ...tokens } = login?.tokens ?? {}
  const smaller = await core.backend.write(exchange, {
    ...state,
    ...(login && { login: { ...login, tokens } }),
  })
  if (smaller === undefined) {
    throw new HallpassError(
      'session_too_large',
      'Claims and tokens do not fit into the cookies of a session',
    )
  }
  core.ports.logger.warn('the session is large: it is kept without the ID token')
  return smaller
}
