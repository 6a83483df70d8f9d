/** A limit of time for what is asked of Redis. */
import { HallpassError, isHallpassError } from '../../errors.ts'

/**
 * What `work` gives, within so many seconds.
 *
 * @throws HallpassError `store_unavailable` when Redis does not answer, or says no. What was asked
 * may have been done all the same. `invalid_config` where `ioredis` is not installed.
 */
export async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable('does not answer')), seconds * 1000)
  })
  try {
    return await Promise.race([work, late])
  } catch (error) {
    if (isHallpassError(error)) throw error
    // No fault of Redis: BullMQ says so the first time that it is to connect.
    if (error instanceof Error && /could not load the optional 'ioredis'/.test(error.message)) {
      const message = 'Jobs need the package ioredis: npm install ioredis'
      throw new HallpassError('invalid_config', message, { cause: error })
    }
    // Of the cause the code alone: a message may hold what was sent.
    throw unavailable('cannot be asked', error)
  } finally {
    clearTimeout(timer)
    // The one that is late is nobody's any more.
    work.catch(() => {})
  }
}

function unavailable(why: string, cause?: unknown): HallpassError {
  const code: unknown = Object(cause).code
  const details = typeof code === 'string' ? { cause: code } : {}
  return new HallpassError('store_unavailable', `The Redis of the jobs ${why}.`, details)
}
