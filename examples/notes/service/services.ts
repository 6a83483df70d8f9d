/** What the web service stands on: a database, a Redis, a queue. */
import { createQueue, type JobQueue } from 'hallpass/jobs'
import { redisStore } from 'hallpass/stores/redis'
import { Redis } from 'ioredis'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { JOBS, QUEUE } from './export-job.ts'
import type { Database, Tables } from './schema.ts'
import type { Settings } from './settings.ts'

/** Everything that is opened at the start and closed at the end. */
export interface Services {
  readonly database: Database
  /** For refresh tokens, and for the tries of logins. */
  readonly store: ReturnType<typeof redisStore>
  readonly queue: JobQueue<typeof JOBS>
  close(): Promise<void>
}

/** Opens them; each connects by itself when it is first asked. */
export function openServices({ databaseUrl, redisUrl, release }: Settings): Services {
  const pool = new Pool({ connectionString: databaseUrl, maxLifetimeSeconds: 1800 })
  // A connection that ends while nobody uses it is replaced; without this it would end the process.
  pool.on('error', (error) => console.error(`PostgreSQL: ${error.message}`))
  const redis = new Redis(redisUrl)
  redis.on('error', (error) => console.error(`Redis: ${error.message}`))
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const store = redisStore(redis, { prefix: 'notes' })
  const queue = createQueue({ redisUrl, name: QUEUE, jobs: JOBS, release })
  return {
    database,
    store,
    queue,
    async close() {
      await Promise.allSettled([queue.close(), store.close(), database.destroy()])
      redis.disconnect()
    },
  }
}
