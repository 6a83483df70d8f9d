import { Readable } from 'node:stream'
import type express from 'express'
import { mount, requireLogin } from '../../../src/express.ts'
import { type AppConfig, passFor } from './pass.ts'
import { echo, ping } from './route-sets.ts'
import { ROUTES } from './routes.ts'
import { closing, type RunningApp } from './running.ts'
import { endpoints } from './token-endpoints.ts'

/** The test app on Express; `framework` is version 5 or 4. */
export function startExpress(config: AppConfig, framework: typeof express): Promise<RunningApp> {
  const app = framework().set('env', 'test')
  const parser = framework.urlencoded({ extended: true })
  if (config.parseFirst) app.use(parser)
  app.use(mount(ping))
  app.use(mount(echo))
  app.use(mount(endpoints))
  app.use(mount(passFor(config)))
  // Under a router, as an app of several parts has it: `req.url` is not what the client sent.
  const router = framework.Router()
  for (const { method, path, access, answer } of ROUTES) {
    const guard = access === undefined ? [] : [requireLogin(access)]
    router[method === 'GET' ? 'get' : 'post'](path, ...guard, async (request, response, next) => {
      try {
        const query = new URLSearchParams(request.originalUrl.split('?')[1])
        const result = await answer(request.hallpass, query, request)
        if ('redirect' in result) response.redirect(result.redirect)
        else if ('stream' in result) Readable.from(result.stream).pipe(response)
        else response.set(result.headers ?? {}).json(result.json)
      } catch (error) {
        next(error)
      }
    })
  }
  router.post('/form', parser, (request, response) => {
    response.json(request.body)
  })
  app.use('/', router)
  return new Promise((resolve) => {
    const server = app.listen(config.port, '127.0.0.1', () => resolve(closing(server)))
  })
}
