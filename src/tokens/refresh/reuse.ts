/** A spent token came again: who is told. */
import { consoleLogger } from '../../http/ports.ts'
import type { RefreshTokensOptions } from './options.ts'
import type { RefreshSession } from './types.ts'

/** Tells the log and the app of a session that ended; never rejects. */
export type TellReuse = (session: RefreshSession) => Promise<void>

/** The log gets the name of the session alone, and of a failing app not what it threw. */
export function reuseTold(options: Pick<RefreshTokensOptions, 'logger' | 'onReuse'>): TellReuse {
  const { logger = consoleLogger, onReuse } = options
  return async (session) => {
    const fields = { code: 'refresh_token_invalid', session: session.id }
    logger.warn('a spent refresh token came again: its session has ended', fields)
    try {
      await onReuse?.(session)
    } catch {
      logger.error('onReuse failed', { session: session.id })
    }
  }
}
