/** The end of a worker, within a time whatever happens. */
import type { Logger } from '../../http/ports.ts'

/** Seconds that jobs which are not waited for any more have to be given back. */
const GIVE_BACK = 4

/** Seconds for what is left: connections, a pool. */
const REST = 5

/** What is needed of a worker of BullMQ. */
interface Worker {
  close(force?: boolean): Promise<void>
  disconnect(): Promise<void>
}

/** A worker that ends. */
export interface Ending {
  readonly worker: Worker
  /** Whether it ever reached Redis. If not, it has no jobs, and nobody to take leave of. */
  readonly wasConnected: boolean
  /** Seconds for its jobs. */
  readonly seconds: number
  /** Aborts what runs after these. */
  readonly stop: AbortController
  /** What its jobs used. */
  readonly end: (() => Promise<unknown>) | undefined
  readonly logger: Logger
}

/** Takes no more jobs, waits for those that run, gives back those that take longer, and ends. */
export async function drained(ending: Ending): Promise<void> {
  const { worker, wasConnected, seconds, stop, end, logger } = ending
  const closed = worker.close(!wasConnected)
  if (!(await endsWithin(closed, seconds))) {
    stop.abort()
    if (!(await endsWithin(closed, GIVE_BACK))) {
      logger.warn('the worker ends without Redis: its jobs are done anew when their locks are over')
      worker.disconnect().catch(() => {})
    }
  }
  stop.abort()
  // A job that does not listen to its signal may hold a connection for ever.
  if (end !== undefined && !(await endsWithin(end(), REST))) {
    logger.warn('the worker ends while its database is still used')
  }
}

/** Whether it is over in so many seconds; what it throws comes through. */
async function endsWithin(work: Promise<unknown>, seconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, false)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
    work.catch(() => {})
  }
}
