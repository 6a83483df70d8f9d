import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import Koa, { type Context, type Middleware } from 'koa'
import { mount, requireLogin } from '../../../src/koa.ts'
import { type AppConfig, passFor } from './pass.ts'
import { echo, ping } from './route-sets.ts'
import { ROUTES } from './routes.ts'
import { closing, type RunningApp } from './running.ts'
import { endpoints } from './token-endpoints.ts'

/** The test app on Koa. Its errors go to Koa's own handler, which drops all headers. */
export function startKoa(config: AppConfig): Promise<RunningApp> {
  const app = new Koa()
  app.silent = true
  if (config.parseFirst) app.use(parseForm)
  app.use(mount(ping))
  app.use(mount(echo))
  app.use(mount(endpoints))
  app.use(mount(passFor(config)))
  for (const { method, path, access, answer } of ROUTES) {
    if (access !== undefined) app.use(only(path, requireLogin(access)))
    app.use(async (ctx, next) => {
      if (ctx.path !== path || (ctx.method === 'HEAD' ? 'GET' : ctx.method) !== method)
        return next()
      const result = await answer(ctx.state.hallpass, ctx.URL.searchParams, ctx)
      if ('redirect' in result) return ctx.redirect(result.redirect)
      ctx.body = 'stream' in result ? Readable.from(result.stream) : result.json
      if ('json' in result) ctx.set(result.headers ?? {})
    })
  }
  app.use(async (ctx, next) => {
    if (ctx.path !== '/form') return next()
    await parseForm(ctx, async () => {})
    ctx.body = parsedBody(ctx)
  })
  return new Promise((resolve) => {
    const server = app.listen(config.port, '127.0.0.1', () => resolve(closing(server)))
  })
}

function only(path: string, middleware: Middleware): Middleware {
  return (ctx, next) => (ctx.path === path ? middleware(ctx, next) : next())
}

/** What koa-bodyparser does: reads the form and leaves it at `ctx.request.body`. */
async function parseForm(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  if (ctx.method === 'POST' && parsedBody(ctx) === undefined) {
    const body = Object.fromEntries(new URLSearchParams(await text(ctx.req)))
    Object.assign(ctx.request, { body })
  }
  await next()
}

function parsedBody(ctx: Context): unknown {
  return 'body' in ctx.request ? ctx.request.body : undefined
}
