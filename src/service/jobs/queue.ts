/** A queue of jobs: adds them, says how they stand, and keeps those that failed. */
import { randomUUID } from 'node:crypto'
import { Queue as BullQueue, type Job } from 'bullmq'
import { HallpassError } from '../../errors.ts'
import { asJson, checkedData } from './checked.ts'
import { requireQueueOptions } from './options.ts'
import { type Envelope, statusOf } from './status.ts'
import type { JobInput, JobSchemas, JobStatus } from './types.ts'
import { changes } from './watch.ts'
import { within } from './within.ts'

/** Options of `createQueue`. */
export interface JobQueueOptions<Jobs extends JobSchemas> {
  /** `redis://host:6379`; the Redis must evict nothing. */
  readonly redisUrl: string
  /** The queue's name: what its worker is given, too. */
  readonly name: string
  /** A schema of what each job is given, by its name. */
  readonly jobs: Jobs
  /** Goes with each job, so that one can see which release asked for it. Default `__UNKNOWN__`. */
  readonly release?: string
  /** How often a job is tried before it is a dead letter; default 5. */
  readonly attempts?: number
  /** Seconds before the second try; twice as long before each further one. Default 1. */
  readonly backoff?: number
  /** Seconds for which a job that is done is kept, with its result; default 86,400. */
  readonly keep?: number
  /** Seconds for which a dead letter is kept; default 2,592,000 (30 days). */
  readonly keepFailed?: number
  /** Seconds that Redis may take to answer; default 3. */
  readonly timeout?: number
}

/** How a job is added. */
export interface AddOptions {
  /**
   * Names the job: adding the same one again does nothing while it is kept, so that a client that
   * lost an answer can ask anew. Letters, digits, `.`, `_`, `-`. Default: 128 random bits.
   */
  readonly id?: string
  /** Seconds until it may begin; default 0. */
  readonly delay?: number
}

/** A queue. Every method rejects with `store_unavailable` when Redis is down. */
export interface JobQueue<Jobs extends JobSchemas> {
  /**
   * Adds a job; gives its id.
   *
   * @throws HallpassError `validation_failed` for data that does not fit, `invalid_config` for a job
   * that is not there, `store_unavailable`
   */
  add<Name extends keyof Jobs & string>(
    name: Name,
    data: JobInput<Jobs, Name>,
    options?: AddOptions,
  ): Promise<string>
  /** How a job stands; undefined: there is none, or it is not kept any more. */
  status(id: string): Promise<JobStatus | undefined>
  /**
   * How a job stands, each time that it changes, until it is done, has failed, or is gone.
   *
   * @param every - Seconds between two looks; default 0.5.
   * @example
   * for await (const { progress } of queue.watch(id)) console.log(progress.done, progress.total)
   */
  watch(id: string, every?: number): AsyncGenerator<JobStatus>
  /** Dead letters, the newest first: jobs that failed as often as they may. */
  failed(offset?: number, limit?: number): Promise<readonly JobStatus[]>
  /** Has a dead letter tried again, as if it were new. False: it is none. */
  retry(id: string): Promise<boolean>
  /** Forgets a dead letter, or a job that waits or is done. False: there was none, or it runs. */
  remove(id: string): Promise<boolean>
  /** How many jobs are in each state. */
  counts(): Promise<Readonly<Record<JobStatus['state'], number>>>
  /** Gives the connection up. */
  close(): Promise<void>
}

const ID = /^[\w.-]{1,128}$/

/**
 * A queue over BullMQ. Nothing is asked of Redis before the first call.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const queue = createQueue({ redisUrl, name: 'notes', jobs: { export: z.object({ owner: z.string() }) } })
 * const id = await queue.add('export', { owner: 'una' })
 */
export function createQueue<const Jobs extends JobSchemas>(
  options: JobQueueOptions<Jobs>,
): JobQueue<Jobs> {
  requireQueueOptions(options)
  const { redisUrl, name, jobs, release = '__UNKNOWN__', attempts = 5, backoff = 1 } = options
  const { keep = 86_400, keepFailed = 2_592_000, timeout = 3 } = options
  const bull = new BullQueue<Envelope>(name, {
    connection: { url: redisUrl, maxRetriesPerRequest: 1 },
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: backoff * 1000 },
      removeOnComplete: { age: keep },
      removeOnFail: { age: keepFailed },
    },
  })
  // The connection comes back by itself; each call says when it is not there.
  bull.on('error', () => {})
  const asked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    // First of all: what cannot be sent now is refused, and not done at some later time.
    await within(timeout, bull.waitUntilReady())
    return within(timeout, work())
  }
  const jobOf = (id: string): Promise<Job<Envelope> | undefined> =>
    ID.test(id) ? asked(() => bull.getJob(id)) : Promise.resolve(undefined)
  const status = async (id: string): Promise<JobStatus | undefined> => {
    const job = await jobOf(id)
    return job && asked(() => statusOf(job))
  }
  return {
    async add(job, data, { id = randomUUID(), delay = 0 } = {}) {
      if (!ID.test(id)) throw new HallpassError('invalid_config', 'A job has no such id.')
      await checkedData(jobs, job, data)
      const envelope = { data: asJson(job, data), release }
      await asked(() => bull.add(job, envelope, { jobId: id, delay: delay * 1000 }))
      return id
    },
    status,
    watch: (id, every = 0.5) => changes(() => status(id), every),
    async failed(offset = 0, limit = 100) {
      const found = await asked(() => bull.getFailed(offset, offset + limit - 1))
      const all = await asked(() => Promise.all(found.map(statusOf)))
      return all.filter((one) => one !== undefined)
    },
    async retry(id) {
      const job = await jobOf(id)
      if (job === undefined || !(await asked(() => job.isFailed()))) return false
      await asked(() =>
        job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }),
      )
      return true
    },
    async remove(id) {
      const job = await jobOf(id)
      if (job === undefined || (await asked(() => job.isActive()))) return false
      return (await asked(() => bull.remove(id))) === 1
    },
    async counts() {
      const found = await asked(() => bull.getJobCounts())
      const { waiting = 0, prioritized = 0, paused = 0, delayed = 0, active = 0 } = found
      const { completed = 0, failed = 0 } = found
      return { waiting: waiting + prioritized + paused, delayed, active, completed, failed }
    },
    close: () => bull.close(),
  }
}
