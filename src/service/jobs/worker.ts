/** A worker: does the jobs of a queue, and stops without losing one. */
import { Worker as BullWorker, type Job, UnrecoverableError } from 'bullmq'
import { isHallpassError } from '../../errors.ts'
import { consoleLogger, type Logger } from '../../http/ports.ts'
import { asJson, checkedData } from './checked.ts'
import { requireWorkerOptions } from './options.ts'
import { stopOnSignals } from './signals.ts'
import { type Envelope, envelopeOf } from './status.ts'
import type { JobContext, JobHandlers, JobSchemas } from './types.ts'

/** What a worker gives to its jobs, and ends when it stops. */
export interface Closable {
  end?(): Promise<unknown>
}

/** Options of `createWorker`. */
export interface JobWorkerOptions<Jobs extends JobSchemas, Database> {
  /** As of the queue. */
  readonly redisUrl: string
  /** As of the queue. */
  readonly name: string
  /** As of the queue. */
  readonly jobs: Jobs
  /** What does each job. It may be done twice: see `lostAfter`. */
  readonly handlers: JobHandlers<Jobs, Database>
  /** Handed to each job: a pool, say. Its `end` is called when the worker has stopped. */
  readonly database?: Database
  /** Jobs at a time; default 4. */
  readonly concurrency?: number
  /**
   * Seconds after which a job whose worker is not heard of is given to another; default 30. A
   * worker that lives says so by itself, so that a job may take any time.
   */
  readonly lostAfter?: number
  /** Seconds for which a worker that stops waits for its jobs; default 30. */
  readonly drain?: number
  /** Whether SIGTERM and SIGINT stop it; default true. A second one ends the process at once. */
  readonly signals?: boolean
  /** Is told of each error of a job: `report` of `hallpass/sentry`, say. */
  readonly report?: (error: unknown, about: Readonly<Record<string, unknown>>) => void
  /** Default: the console. */
  readonly logger?: Logger
}

/** A worker at work. */
export interface JobWorker {
  /** Resolves once it is connected and takes jobs. */
  ready(): Promise<void>
  /**
   * Takes no more jobs, and waits for those that run, `drain` seconds at most. What then still runs
   * is told so by its signal, and is done anew by another worker.
   */
  close(): Promise<void>
}

/** A job is given up after its workers died so often: it may be what kills them. */
const MAX_LOST = 10

/**
 * A worker over BullMQ, which begins at once. It goes on through a Redis that restarts.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * createWorker({ redisUrl, name: 'notes', jobs, handlers: { export: async ({ owner }) => … } })
 */
export function createWorker<const Jobs extends JobSchemas, Database extends Closable | undefined>(
  options: JobWorkerOptions<Jobs, Database>,
): JobWorker {
  requireWorkerOptions(options)
  const { redisUrl, name, concurrency = 4, lostAfter = 30, drain = 30 } = options
  const { database, signals = true, report, logger = consoleLogger } = options
  const stopping = new AbortController()
  const run = runner(options, stopping.signal)
  const bull = new BullWorker<Envelope, unknown>(name, run, {
    connection: { url: redisUrl, maxRetriesPerRequest: null },
    concurrency,
    lockDuration: lostAfter * 1000,
    stalledInterval: lostAfter * 500,
    maxStalledCount: MAX_LOST,
  })
  bull.on('error', (error) =>
    logger.warn('the worker cannot reach Redis', { error: codeOf(error) }),
  )
  bull.on('failed', (job, error) => {
    const { id = '', name: job_, attemptsMade = 0, opts } = job ?? { opts: {} }
    const isDead = attemptsMade >= (opts.attempts ?? 1) || error instanceof UnrecoverableError
    const about = { id, job: job_, attempt: attemptsMade, dead: isDead }
    logger[isDead ? 'error' : 'warn']('a job failed', { ...about, error: String(error) })
    report?.(error, about)
  })
  bull.on('stalled', (id) => logger.warn('a job is done anew: its worker was lost', { id }))
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const late = setTimeout(() => {
      stopping.abort()
      // The jobs are not waited for any more: their locks run out, and others take them.
      bull.close(true).catch(() => {})
    }, drain * 1000)
    await bull.close()
    clearTimeout(late)
    stopping.abort()
    await database?.end?.()
  }
  const worker: JobWorker = {
    ready: async () => void (await bull.waitUntilReady()),
    close: () => {
      closed ??= close()
      return closed
    },
  }
  if (signals) stopOnSignals(worker.close, logger)
  return worker
}

function runner<Jobs extends JobSchemas, Database>(
  { jobs, handlers, database }: JobWorkerOptions<Jobs, Database>,
  signal: AbortSignal,
): (job: Job<Envelope>) => Promise<unknown> {
  return async (job) => {
    const { data, release } = envelopeOf(job)
    const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined
    const given = await fitting(jobs, job.name, data)
    // Its schema says that it fits; without a database nobody asks for one.
    const context = contextOf(job, release, signal, database as Database)
    const result = await handler?.(given as never, context)
    return asJson(job.name, result)
  }
}

/** What does not fit today does not fit tomorrow: it is a dead letter at once. */
async function fitting(jobs: JobSchemas, name: string, data: unknown): Promise<unknown> {
  try {
    return await checkedData(jobs, name, data)
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

function codeOf(error: Error): string {
  return String(Object(error).code ?? error.name)
}
