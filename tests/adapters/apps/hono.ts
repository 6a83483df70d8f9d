import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { mount, requireLogin } from '../../../src/hono.ts'
import { type AppConfig, passFor } from './pass.ts'
import { echo, ping } from './route-sets.ts'
import { ROUTES } from './routes.ts'
import type { RunningApp } from './running.ts'
import { endpoints } from './token-endpoints.ts'

/** The test app on Hono. */
export function startHono(config: AppConfig): Promise<RunningApp> {
  const app = new Hono()
  if (config.parseFirst) {
    app.use(async (c, next) => {
      if (c.req.method === 'POST') await c.req.parseBody()
      await next()
    })
  }
  app.use(mount(ping))
  app.use(mount(echo))
  app.use(mount(endpoints))
  app.use(mount(passFor(config)))
  for (const { method, path, access, answer } of ROUTES) {
    const guard = access === undefined ? [] : [requireLogin(access)]
    app.on(method, [path], ...guard, async (c) => {
      const result = await answer(c.var.hallpass, new URL(c.req.url).searchParams, c)
      if ('redirect' in result) return c.redirect(result.redirect)
      if ('json' in result) {
        return Response.json(result.json, result.headers ? { headers: result.headers } : {})
      }
      return stream(c, async (out) => {
        for (const piece of result.stream) await out.write(piece)
      })
    })
  }
  app.post('/form', async (c) => c.json(await c.req.parseBody()))
  app.onError((_error, c) => c.text('error page', 500))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: config.port, hostname: '127.0.0.1' }, () =>
      resolve({ close: () => new Promise((closed) => server.close(() => closed())) }),
    )
  })
}
