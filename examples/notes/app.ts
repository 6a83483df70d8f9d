/** The web service: Fastify, with everything that hallpass has for a service of JSON. */
import fastify, { type FastifyInstance } from 'fastify'
import { mount } from 'hallpass/fastify'
import { createRest } from 'hallpass/rest'
import type { SentryReporter } from 'hallpass/sentry'
import { pageRoutes } from './page/routes.ts'
import { exportRoutes } from './routes/export.ts'
import { noteRoutes } from './routes/notes.ts'
import { userRoutes } from './routes/users.ts'
import type { Services } from './service/services.ts'
import type { Settings } from './service/settings.ts'
import { tokensOf } from './service/tokens.ts'

/** The app, not yet listening. */
export async function createApp(
  settings: Settings,
  services: Services,
  sentry?: SentryReporter,
): Promise<FastifyInstance> {
  const { database, store, queue } = services
  const rest = createRest(sentry === undefined ? {} : { report: sentry.report })
  const { endpoints, user, admin } = tokensOf(settings, services)

  const app = fastify()
  await app.register(rest.fastify)
  await app.register(mount(endpoints))
  noteRoutes(app, database, rest, user)
  exportRoutes(app, queue, rest, user)
  userRoutes(app, database, rest, admin)
  pageRoutes(app)
  app.get('/_status/check', async () => {
    await Promise.all([
      store.ready(),
      database.selectFrom('account').select('id').limit(1).execute(),
    ])
    return { status: 'ok', release: settings.release }
  })
  return app
}
