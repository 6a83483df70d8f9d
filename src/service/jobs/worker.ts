/** A worker: does the jobs of a queue, and stops without losing one. */
import { Worker as BullWorker } from 'bullmq'
import { consoleLogger, type Logger } from '../../http/ports.ts'
import { patient } from './connection.ts'
import { drained } from './drain.ts'
import { type Report, tellFaults } from './faults.ts'
import { requireWorkerOptions } from './options.ts'
import { runner } from './run.ts'
import { stopOnSignals } from './signals.ts'
import type { Envelope } from './status.ts'
import type { JobHandlers, JobSchemas } from './types.ts'

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
  /** Handed to each job: a pool, say. Its `end` is called when the worker stops. */
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
  /**
   * Whether SIGTERM and SIGINT stop it, and then end the process; default true. A second one ends
   * it at once.
   */
  readonly signals?: boolean
  /** Is told of each error of a job: `report` of `hallpass/sentry`, say. */
  readonly report?: Report
  /** Default: the console. */
  readonly logger?: Logger
}

/** A worker at work. */
export interface JobWorker {
  /** Resolves once it is connected and takes jobs. */
  ready(): Promise<void>
  /**
   * Takes no more jobs, and waits for those that run, `drain` seconds at most. What then still runs
   * is told so by its signal and, unless it ends within a second, given back: another worker does it
   * anew. All is over within `drain` + 15 seconds, even where Redis is down.
   */
  close(): Promise<void>
}

/** A job is given up after its workers died so often: it may be what kills them. */
const MAX_LOST = 10

/**
 * A worker over BullMQ, which begins at once, or when Redis is there. It goes on through a Redis that
 * restarts.
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
  const stop = new AbortController()
  const worker = new BullWorker<Envelope, unknown>(name, runner(options, stop.signal), {
    connection: patient(redisUrl),
    concurrency,
    lockDuration: lostAfter * 1000,
    stalledInterval: lostAfter * 500,
    maxStalledCount: MAX_LOST,
    runRetryDelay: 1000,
  })
  tellFaults(worker, logger, report)
  let wasConnected = false
  const connected = (): void => {
    wasConnected = true
  }
  worker.once('ready', connected).once('active', connected)

  let forget = (): void => {}
  let closed: Promise<void> | undefined
  const end = database?.end === undefined ? undefined : async () => database.end?.()
  const close = (): Promise<void> => {
    closed ??= drained({ worker, wasConnected, seconds: drain, stop, end, logger }).finally(forget)
    return closed
  }
  if (signals) forget = stopOnSignals(close, logger)
  return { ready: async () => void (await worker.waitUntilReady()), close }
}
