/** What a queue is given, and what it is. */
import type { JobInput, JobSchemas, JobStatus } from './types.ts'

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
   * lost an answer can ask anew. At most 128 letters, digits, `.`, `_`, `-`, and not digits alone.
   * Default: 128 random bits.
   */
  readonly id?: string
  /** Seconds until it may begin, at most a year; default 0. */
  readonly delay?: number
}

/** A queue. Every method rejects with `store_unavailable` when Redis is down. */
export interface JobQueue<Jobs extends JobSchemas> {
  /**
   * Adds a job; gives its id.
   *
   * @throws HallpassError `validation_failed` for data that does not fit, `invalid_config` for a job
   * that is not there, an id or a delay that cannot be, `store_unavailable`. What was refused because
   * Redis did not answer may have been added: ask again with the same `id`.
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
   * @param every - Seconds between two looks, 0.01 to 60; default 0.5.
   * @example
   * for await (const { progress } of queue.watch(id)) console.log(progress.done, progress.total)
   */
  watch(id: string, every?: number): AsyncGenerator<JobStatus>
  /**
   * Dead letters, the newest first: jobs that failed as often as they may.
   *
   * @param offset - How many are left out; default 0.
   * @param limit - How many are given, 1 to 1000; default 100.
   */
  failed(offset?: number, limit?: number): Promise<readonly JobStatus[]>
  /** Has a dead letter tried again, as if it were new. False: it is none. */
  retry(id: string): Promise<boolean>
  /** Forgets a dead letter, or a job that waits or is done. False: there was none, or it runs. */
  remove(id: string): Promise<boolean>
  /** How many jobs are in each state. */
  counts(): Promise<Readonly<Record<JobStatus['state'], number>>>
  /** Gives the connection up; nothing can be asked after it. */
  close(): Promise<void>
}
