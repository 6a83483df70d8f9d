import { Readable } from 'node:stream'
import formbody from '@fastify/formbody'
import fastify from 'fastify'
import { mount, requireLogin } from '../../../src/fastify.ts'
import { type AppConfig, passFor } from './pass.ts'
import { echo, ping } from './route-sets.ts'
import { ROUTES } from './routes.ts'
import type { RunningApp } from './running.ts'
import { endpoints } from './token-endpoints.ts'

/** The test app on Fastify 5. */
export async function startFastify(config: AppConfig): Promise<RunningApp> {
  const app = fastify({ forceCloseConnections: true })
  await app.register(formbody)
  await app.register(mount(ping))
  await app.register(mount(echo))
  await app.register(mount(endpoints))
  await app.register(mount(passFor(config)))
  for (const { method, path, access, answer } of ROUTES) {
    app.route({
      method,
      url: path,
      ...(access !== undefined && { preHandler: requireLogin(access) }),
      handler: async (request, reply) => {
        const query = new URLSearchParams(request.originalUrl.split('?')[1])
        const result = await answer(request.hallpass, query, request)
        if ('redirect' in result) return reply.redirect(result.redirect)
        if ('stream' in result) return reply.send(Readable.from(result.stream))
        return reply.headers(result.headers ?? {}).send(result.json)
      },
    })
  }
  app.post('/form', (request) => request.body)
  await app.listen({ port: config.port, host: '127.0.0.1' })
  return { close: () => app.close() }
}
