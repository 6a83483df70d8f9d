/** Starts the web service: DATABASE_URL=… REDIS_URL=… TOKEN_SECRET=… node examples/notes/server.ts */
import { initSentry } from 'hallpass/sentry'
import { createApp } from './app.ts'
import { addDemoAccounts } from './service/accounts.ts'
import { migrate } from './service/schema.ts'
import { openServices } from './service/services.ts'
import { readSettings } from './service/settings.ts'

const settings = readSettings(process.env)
const { sentryDsn: dsn, site, release, port } = settings
const sentry = await initSentry({ dsn, site, release })
const services = openServices(settings)
await migrate(services.database)
await addDemoAccounts(services.database)

const app = await createApp(settings, services, sentry)
await app.listen({ port, host: '127.0.0.1' })
console.log(`notes ${release} at ${app.listeningOrigin}`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await app.close()
    await services.close()
    await sentry.close()
  })
}
