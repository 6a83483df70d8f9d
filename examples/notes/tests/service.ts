/** The service of the tests: on a PostgreSQL and a Redis of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type ApiClient, apiClient } from 'hallpass/testing'
import { startPostgres } from '../../../tests/support/postgres.ts'
import { startRedis } from '../../../tests/support/redis.ts'
import { createApp } from '../app.ts'
import { addDemoAccounts } from '../service/accounts.ts'
import { migrate } from '../service/schema.ts'
import { openServices } from '../service/services.ts'
import { readSettings } from '../service/settings.ts'

/** A running service. */
export interface RunningService {
  /** Asks it as nobody. */
  readonly api: ApiClient
  /** Logs in, and asks as that account. */
  as(username: string, password?: string): Promise<ApiClient>
  /** Has it listen; gives its address. */
  listen(): Promise<string>
  /** Starts a worker in a process of its own. */
  startWorker(): Promise<void>
  readonly redis: Awaited<ReturnType<typeof startRedis>>
  stop(): Promise<void>
}

/** What a login gives. */
export interface Login {
  readonly token: string
  readonly refreshToken: string
}

export async function startService(): Promise<RunningService> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    TOKEN_SECRET: 'a secret of the tests of the example',
  }
  const settings = readSettings(env)
  const services = openServices(settings)
  await migrate(services.database)
  await addDemoAccounts(services.database)
  const app = await createApp(settings, services)
  const api = apiClient(app)
  const workers: (() => Promise<unknown>)[] = []
  return {
    api,
    redis,
    async as(username, password = username) {
      const { body } = await api.post<Login>('/login', { username, password }, { expect: 200 })
      return apiClient(app, { headers: { authorization: `Bearer ${body.token}` } })
    },
    listen: () => app.listen({ port: 0, host: '127.0.0.1' }),
    async startWorker() {
      const file = fileURLToPath(new URL('../worker.ts', import.meta.url))
      const worker = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      workers.push(async () => {
        worker.kill('SIGTERM')
        if (worker.exitCode === null) await once(worker, 'exit')
      })
      await once(worker.stdout, 'data')
    },
    async stop() {
      for (const stop of workers) await stop()
      await app.close()
      await services.close()
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
}
