/** What a worker says of what goes wrong. */
import { type Job, UnrecoverableError, type Worker } from 'bullmq'
import type { Logger } from '../../http/ports.ts'
import type { Envelope } from './status.ts'

/** Is told of each error of a job. */
export type Report = (error: unknown, about: Readonly<Record<string, unknown>>) => void

/** Seconds for which the same trouble is not told again: a Redis that is down is tried often. */
const QUIET = 10

/** Tells of jobs that fail or are lost, and of a Redis that is not there. */
export function tellFaults(
  worker: Worker<Envelope, unknown>,
  logger: Logger,
  report: Report | undefined,
): void {
  worker.on('error', unlessJustTold(logger))
  worker.on('failed', (job, error) => {
    const about = aboutOf(job, error)
    logger[about.dead ? 'error' : 'warn']('a job failed', { ...about, error: String(error) })
    try {
      report?.(error, about)
    } catch {
      // The report of an error is no reason for another one.
    }
  })
  worker.on('stalled', (id) => logger.warn('a job is done anew: its worker was lost', { id }))
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'Another worker has the job.')
  })
}

function aboutOf(job: Job<Envelope> | undefined, error: Error) {
  const { id = '', name = '', attemptsMade: attempt = 0 } = job ?? {}
  const dead = attempt >= (job?.opts.attempts ?? 1) || error instanceof UnrecoverableError
  return { id, job: name, attempt, dead }
}

function unlessJustTold(logger: Logger): (error: Error) => void {
  let last = ''
  let until = 0
  return (error) => {
    // The code alone: a message of the client may hold what was sent.
    const code = String(Object(error).code ?? error.name)
    const now = performance.now() / 1000
    if (code === last && now < until) return
    last = code
    until = now + QUIET
    logger.warn('the worker has trouble with Redis', { error: code })
  }
}
