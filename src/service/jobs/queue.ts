/** A queue of jobs: adds them, says how they stand, and keeps those that failed. */
import { randomUUID } from 'node:crypto'
import { Queue as BullQueue, type Job } from 'bullmq'
import { HallpassError } from '../../errors.ts'
import { asJson, checkedData } from './checked.ts'
import { impatient } from './connection.ts'
import { requireQueueOptions } from './options.ts'
import type { JobQueue, JobQueueOptions } from './queue-types.ts'
import { type Envelope, statusOf } from './status.ts'
import type { JobSchemas, JobStatus } from './types.ts'
import { changes } from './watch.ts'
import { within } from './within.ts'

/** What a job may be called; others may have added jobs that BullMQ numbers. */
const ID = /^[\w.-]{1,128}$/

/** The longest delay, in seconds: a year. */
const MAX_DELAY = 31_536_000

/** The most dead letters that are given at once. */
const MAX_PAGE = 1000

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
    connection: impatient(redisUrl),
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
    // The first time it may take a while; later on, a connection that is down refuses by itself.
    await within(timeout, bull.waitUntilReady())
    return within(timeout, work())
  }
  const jobOf = (id: string): Promise<Job<Envelope> | undefined> =>
    ID.test(id) ? asked(() => bull.getJob(id)) : Promise.resolve(undefined)
  const status = async (id: string): Promise<JobStatus | undefined> => {
    if (!ID.test(id)) return undefined
    // The state first: a job that ends in between is then told as it ended, with its result.
    const known = await asked(() => bull.getJobState(id))
    const job = await jobOf(id)
    return job && statusOf(job, known)
  }
  return {
    async add(job, data, { id = randomUUID(), delay = 0 } = {}) {
      requireAddable(id, delay)
      // What the worker will get, and not what JSON makes something else of.
      const kept = asJson(job, data)
      await checkedData(jobs, job, kept)
      const envelope = { data: kept, release }
      await asked(() => bull.add(job, envelope, { jobId: id, delay: delay * 1000 }))
      return id
    },
    status,
    watch: (id, every = 0.5) => changes(() => status(id), every),
    async failed(offset = 0, limit = 100) {
      requireWhole('offset', offset, 0, Number.MAX_SAFE_INTEGER - MAX_PAGE)
      requireWhole('limit', limit, 1, MAX_PAGE)
      const found = await asked(() => bull.getFailed(offset, offset + limit - 1))
      const all = await asked(() =>
        Promise.all(found.map(async (one) => statusOf(one, await one.getState()))),
      )
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
    async close() {
      // A Redis that is down, or does not answer, is not waited for.
      await within(timeout, bull.close()).catch(() => {
        bull.disconnect().catch(() => {})
      })
    },
  }
}

function requireAddable(id: string, delay: number): void {
  if (!ID.test(id) || /^\d+$/.test(id)) {
    throw new HallpassError('invalid_config', 'A job has no such id.')
  }
  if (!(delay >= 0 && delay <= MAX_DELAY)) {
    throw new HallpassError('invalid_config', `A delay is 0 to ${MAX_DELAY} seconds.`)
  }
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return
  throw new HallpassError('invalid_config', `${name} is a whole number from ${least} to ${most}.`)
}
