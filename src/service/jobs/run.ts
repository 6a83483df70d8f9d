/** One job, done by its handler. */
import { type Job, UnrecoverableError, WaitingError } from 'bullmq'
import { isHallpassError } from '../../errors.ts'
import { asJson, checkedData } from './checked.ts'
import { type Envelope, envelopeOf } from './status.ts'
import type { JobContext, JobHandlers, JobSchemas } from './types.ts'
import { within } from './within.ts'

/** Seconds that a job has for its end when the worker cannot wait any more. */
const GRACE = 1

/** Seconds that Redis may take to have it back. */
const GIVE_BACK = 2

/** What a runner needs of a worker's options. */
interface Work<Jobs extends JobSchemas, Database> {
  readonly jobs: Jobs
  readonly handlers: JobHandlers<Jobs, Database>
  readonly database?: Database
}

/** What BullMQ calls for each job; `lost` aborts when another worker has it. */
export type Runner = (job: Job<Envelope>, token?: string, lost?: AbortSignal) => Promise<unknown>

/** Does jobs until `stop` aborts: what then does not end soon is given back, to be done anew. */
export function runner<Jobs extends JobSchemas, Database>(
  { jobs, handlers, database }: Work<Jobs, Database>,
  stop: AbortSignal,
): Runner {
  // Three parameters: BullMQ looks whether there is one for the signal.
  return async (job, token, lost) => {
    if (stop.aborted) return giveBack(job, token)
    const { data, release } = envelopeOf(job)
    const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined
    const given = await forGood(() => checkedData(jobs, job.name, data))
    const signal = lost === undefined ? stop : AbortSignal.any([stop, lost])
    // Its schema says that it fits; without a database nobody asks for one.
    const context = contextOf(job, release, signal, database as Database)
    try {
      const work = Promise.resolve().then(() => handler?.(given as never, context))
      const result = await unlessStopped(work, stop)
      return forGood(() => asJson(job.name, result))
    } catch (error) {
      if (!stop.aborted) throw error
      return giveBack(job, token)
    }
  }
}

/** What `work` gives; rejects when it goes on for longer than the grace after `stop`. */
async function unlessStopped<Result>(work: Promise<Result>, stop: AbortSignal): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  let onStop = (): void => {}
  const stopped = new Promise<never>((_, reject) => {
    onStop = () => {
      timer = setTimeout(() => reject(new Error('The worker stops.')), GRACE * 1000)
    }
    stop.addEventListener('abort', onStop, { once: true })
    if (stop.aborted) onStop()
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', onStop)
  }
}

/** Puts it where it was, as if nobody had tried it. Where Redis is down, its lock runs out. */
async function giveBack(job: Job<Envelope>, token: string | undefined): Promise<never> {
  await within(GIVE_BACK, job.moveToWait(token)).catch(() => {})
  throw new WaitingError()
}

/** What does not fit today does not fit tomorrow: it is a dead letter at once. */
async function forGood<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (isHallpassError(error)) throw new UnrecoverableError(error.message)
    throw error
  }
}

function contextOf<Database>(
  job: Job<Envelope>,
  release: string,
  signal: AbortSignal,
  database: Database,
): JobContext<Database> {
  return {
    id: job.id ?? '',
    name: job.name,
    attempt: job.attemptsMade + 1,
    release,
    signal,
    database,
    progress: (done, total, message) =>
      job.updateProgress({ done, total, ...(message !== undefined && { message }) }),
  }
}
