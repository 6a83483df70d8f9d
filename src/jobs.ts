/** `hallpass/jobs`: jobs that other processes do, over BullMQ. */

export type {
  MysqlClient,
  MysqlPool,
  PostgresClient,
  PostgresPool,
} from './service/jobs/pools.ts'
export { createQueue } from './service/jobs/queue.ts'
export type { AddOptions, JobQueue, JobQueueOptions } from './service/jobs/queue-types.ts'
export { type RecycledPool, type RecycleOptions, recycled } from './service/jobs/recycled.ts'
export type {
  JobContext,
  JobHandlers,
  JobInput,
  JobProgress,
  JobSchemas,
  JobState,
  JobStatus,
} from './service/jobs/types.ts'
export {
  type Closable,
  createWorker,
  type JobWorker,
  type JobWorkerOptions,
} from './service/jobs/worker.ts'
