/** What jobs are to those who add them and to those who do them. */
import type { MaybePromise } from '../../http/exchange.ts'
import type { InputOf, OutputOf, StandardSchema } from '../../tokens/standard-schema.ts'

/** The jobs of a queue: a schema of what each is given, by its name. */
export type JobSchemas = Readonly<Record<string, StandardSchema>>

/** What a job is given when it is added. */
export type JobInput<Jobs extends JobSchemas, Name extends keyof Jobs> = InputOf<Jobs[Name]>

/** Where a job stands. `failed`: it is a dead letter, and nobody tries it again by itself. */
export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed'

/** How far a job is. */
export interface JobProgress {
  /** How many steps are done. */
  readonly done: number
  /** How many there are; 0 where nobody said so yet. */
  readonly total: number
  /** What is being done. */
  readonly message?: string
}

/** A job, as it stands. */
export interface JobStatus {
  readonly id: string
  readonly name: string
  readonly state: JobState
  readonly progress: JobProgress
  /** How often it was begun. */
  readonly attempts: number
  /** The release of who added it. */
  readonly release: string
  /** What it gave; there once it is completed. */
  readonly result?: unknown
  /** Why it failed last, in the words of the error: for those who run the service. */
  readonly error?: string
  /** When it was added, in seconds since the epoch. */
  readonly createdAt: number
  /** When it was completed or failed, in seconds since the epoch. */
  readonly finishedAt?: number
}

/** What a job can use while it is done. */
export interface JobContext<Database> {
  readonly id: string
  readonly name: string
  /** 1 the first time. */
  readonly attempt: number
  /** The release of who added it. */
  readonly release: string
  /**
   * Aborts when the job is done anew elsewhere: the worker stops and cannot wait any more, or was
   * not heard of for too long.
   */
  readonly signal: AbortSignal
  /** What the worker was given as `database`. */
  readonly database: Database
  /** Says how far it is; whoever watches the job sees it. */
  progress(done: number, total: number, message?: string): Promise<void>
}

/** What does the jobs, by name. What one gives is JSON, and is kept as its result. */
export type JobHandlers<Jobs extends JobSchemas, Database> = {
  readonly [Name in keyof Jobs]: (
    data: OutputOf<Jobs[Name]>,
    context: JobContext<Database>,
  ) => MaybePromise<unknown>
}
