/** Starts a worker: DATABASE_URL=… REDIS_URL=… TOKEN_SECRET=… node examples/notes/worker.ts */
import { createWorker, recycled } from 'hallpass/jobs'
import { initSentry } from 'hallpass/sentry'
import { Pool, type PoolClient } from 'pg'
import { HANDLERS, JOBS, QUEUE } from './service/export-job.ts'
import { readSettings } from './service/settings.ts'

const { databaseUrl, redisUrl, sentryDsn: dsn, site, release } = readSettings(process.env)
const { report } = await initSentry({ dsn, site, release })

const worker = createWorker({
  redisUrl,
  name: QUEUE,
  jobs: JOBS,
  handlers: HANDLERS,
  database: recycled<PoolClient>(new Pool({ connectionString: databaseUrl })),
  report,
})
await worker.ready()
console.log(`worker ${release} takes jobs`)
