/** A job of BullMQ, as we tell it. */
import type { Job } from 'bullmq'
import { isRecord } from '../../session/state.ts'
import type { JobProgress, JobState, JobStatus } from './types.ts'

/** What a job carries beside what it was given. */
export interface Envelope {
  readonly data: unknown
  readonly release: string
}

const STATES: Readonly<Record<string, JobState>> = {
  active: 'active',
  completed: 'completed',
  failed: 'failed',
  delayed: 'delayed',
}

const NOT_BEGUN: JobProgress = { done: 0, total: 0 }

/** How a job stands, of which BullMQ knows this state; undefined where it is gone meanwhile. */
export function statusOf(job: Job<Envelope>, known: string): JobStatus | undefined {
  if (known === 'unknown') return undefined
  const state = STATES[known] ?? 'waiting'
  const { id = '', name, finishedOn, failedReason, timestamp } = job
  return {
    id,
    name,
    state,
    progress: progressOf(job.progress),
    attempts: job.attemptsStarted,
    release: envelopeOf(job).release,
    ...(state === 'completed' && { result: job.returnvalue }),
    ...(failedReason && state !== 'completed' && { error: failedReason }),
    createdAt: timestamp / 1000,
    ...(finishedOn !== undefined && { finishedAt: finishedOn / 1000 }),
  }
}

/** What was added; other programs may add to a queue, too. */
export function envelopeOf({ data }: Job<Envelope>): Envelope {
  const given: unknown = data
  if (!isRecord(given)) return { data: given, release: '__UNKNOWN__' }
  return { data: given.data, release: String(given.release ?? '__UNKNOWN__') }
}

function progressOf(value: unknown): JobProgress {
  if (!isRecord(value)) return NOT_BEGUN
  const { done, total, message } = value
  if (typeof done !== 'number' || typeof total !== 'number') return NOT_BEGUN
  return { done, total, ...(typeof message === 'string' && { message }) }
}
