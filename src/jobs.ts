/** `hallpass/jobs`: jobs that other processes do, over BullMQ. */
export {
  type AddOptions,
  createQueue,
  type JobQueue,
  type JobQueueOptions,
} from './service/jobs/queue.ts'
export {
  type MysqlClient,
  type MysqlPool,
  type PostgresClient,
  type PostgresPool,
  type RecycledPool,
  type RecycleOptions,
  recycled,
} from './service/jobs/recycled.ts'
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
