/** The same service of JSON in every framework. */
import { createRequire } from 'node:module'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import Koa, { type Context } from 'koa'
import { z } from 'zod'
import type { Rest } from '../../src/rest.ts'
import type { ApiTarget } from '../../src/testing.ts'

const express4: typeof express = createRequire(import.meta.url)('express4')

const NOTE = z.object({ title: z.string().min(1), text: z.string().optional() })
const PARAMS = z.object({ id: z.uuid() })
const QUERY = z.object({
  limit: z.coerce.number().int().min(1).default(20),
  tag: z.unknown().optional(),
})
const HEADERS = z.object({ 'x-team': z.string().min(3) })

export const SENTENCE: string = 'Send what you want to keep, as JSON.'
/** What an app says of a fault of its own, and no client may read. */
export const HUNTER = 'hunter2 is the password of the database'

/** What the handlers of all frameworks do. */
const handlers = (rest: Rest) => ({
  note: async (request: object) => (await rest.validated(request, { body: NOTE })).body,
  loose: async (request: object) => ({ got: await rest.expectJson(request, SENTENCE) }),
  one: async (request: object, params?: unknown) =>
    await rest.validated(request, { params: PARAMS, query: QUERY, headers: HEADERS }, params),
})

function failure(message: string, status?: number): Error {
  return Object.assign(
    new Error(message),
    status === undefined ? {} : { status, statusCode: status },
  )
}

function onExpress(rest: Rest, framework: typeof express): ApiTarget {
  const { note, loose, one } = handlers(rest)
  const app = framework()
  app.use(rest.express.answers)
  const router = framework.Router()
  type Work = (request: express.Request) => Promise<unknown>
  const json = (work: Work): express.RequestHandler => {
    return (request, response, next) => {
      work(request).then((value) => response.json(value), next)
    }
  }
  router.post('/notes', json(note))
  router.post('/parsed', framework.json({ limit: '1mb' }), json(note))
  router.post('/loose', json(loose))
  router.get('/notes/:id', json(one))
  router.get(
    '/hello',
    json(async () => 'Hello'),
  )
  router.get('/gone', (_request, response) => void response.status(410).json({ message: 'Gone' }))
  router.get(
    '/teapot',
    json(() => Promise.reject(failure('A teapot.', 418))),
  )
  router.get(
    '/boom',
    json(() => Promise.reject(failure(HUNTER))),
  )
  router.get('/page', (_request, response) => void response.send('<p>A page</p>'))
  app.use('/', router)
  app.use(rest.express.errors)
  return app
}

async function onFastify(rest: Rest): Promise<ApiTarget> {
  const { note, loose, one } = handlers(rest)
  const app = fastify()
  await app.register(rest.fastify)
  app.post('/notes', note)
  app.post('/parsed', note)
  app.post('/loose', loose)
  app.get('/notes/:id', (request) => one(request))
  app.get('/hello', async () => 'Hello')
  app.get('/gone', (_request, reply) => reply.code(410).send({ message: 'Gone' }))
  app.get('/teapot', () => Promise.reject(failure('A teapot.', 418)))
  app.get('/boom', () => Promise.reject(failure(HUNTER)))
  app.get('/page', (_request, reply) => reply.type('text/html').send('<p>A page</p>'))
  return app
}

function onKoa(rest: Rest): ApiTarget {
  const { note, loose, one } = handlers(rest)
  const app = new Koa()
  app.silent = true
  app.use(rest.koa)
  const at = (method: string, path: RegExp, work: (ctx: Context) => unknown) =>
    app.use(async (ctx, next) => {
      const found = ctx.method === method ? path.exec(ctx.path) : null
      if (found === null) return next()
      ctx.params = { ...found.groups }
      ctx.body = await work(ctx)
    })
  at('POST', /^\/notes$/, note)
  at('POST', /^\/parsed$/, async (ctx) => {
    const chunks: Buffer[] = []
    for await (const chunk of ctx.req) chunks.push(chunk)
    Object.assign(ctx.request, { body: JSON.parse(Buffer.concat(chunks).toString()) })
    return note(ctx)
  })
  at('POST', /^\/loose$/, loose)
  at('GET', /^\/notes\/(?<id>[^/]+)$/, (ctx) => one(ctx))
  at('GET', /^\/hello$/, () => 'Hello')
  at('GET', /^\/gone$/, (ctx) => {
    ctx.status = 410
    return { message: 'Gone' }
  })
  at('GET', /^\/teapot$/, (ctx) => ctx.throw(418, 'A teapot.'))
  at('GET', /^\/boom$/, () => Promise.reject(failure(HUNTER)))
  at('GET', /^\/page$/, () => '<p>A page</p>')
  return app.callback()
}

function onHono(rest: Rest): ApiTarget {
  const { note, loose, one } = handlers(rest)
  const app = new Hono()
  rest.hono(app)
  app.post('/notes', async (c) => c.json(await note(c)))
  app.post('/parsed', async (c) => {
    await c.req.json()
    return c.json(await note(c))
  })
  app.post('/loose', async (c) => c.json(await loose(c)))
  app.get('/notes/:id', async (c) => c.json(await one(c)))
  app.get('/hello', (c) => c.text('Hello'))
  app.get('/gone', (c) => c.json({ message: 'Gone' }, 410))
  app.get('/teapot', () => {
    throw new HTTPException(418, { message: 'A teapot.' })
  })
  app.get('/boom', () => {
    throw failure(HUNTER)
  })
  app.get('/page', (c) => c.html('<p>A page</p>'))
  return app
}

/** What the two without a router do; undefined: there is no such path. */
function routed(rest: Rest) {
  const { note, loose, one } = handlers(rest)
  return (method: string, path: string, request: object): unknown => {
    const id = /^\/notes\/([^/]+)$/.exec(path)?.[1]
    if (method === 'POST' && (path === '/notes' || path === '/parsed')) return note(request)
    if (method === 'POST' && path === '/loose') return loose(request)
    // Next.js gives a promise of the parameters.
    if (id !== undefined) return one(request, Promise.resolve({ id }))
    if (path === '/hello') return 'Hello'
    if (path === '/teapot') throw failure('A teapot.', 418)
    if (path === '/boom') throw failure(HUNTER)
    return undefined
  }
}

const PAGE = { 'content-type': 'text/html' }

function onFetch(rest: Rest): ApiTarget {
  const route = routed(rest)
  return rest.fetch((request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/gone') return Response.json({ message: 'Gone' }, { status: 410 })
    if (pathname === '/page') return new Response('<p>A page</p>', { headers: PAGE })
    return route(request.method, pathname, request) ?? new Response('Not here.', { status: 404 })
  })
}

function onNode(rest: Rest): ApiTarget {
  const route = routed(rest)
  return rest.node((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (path === '/gone') throw failure('Gone', 410)
    if (path === '/page') return void response.writeHead(200, PAGE).end('<p>A page</p>')
    const answer = route(request.method ?? '', path, request)
    if (answer === undefined) throw failure('Not here.', 404)
    return answer
  })
}

/** The service, by framework. */
export const APPS: Readonly<Record<string, (rest: Rest) => ApiTarget | Promise<ApiTarget>>> = {
  'Express 5': (rest) => onExpress(rest, express),
  'Express 4': (rest) => onExpress(rest, express4),
  Fastify: onFastify,
  Koa: onKoa,
  Hono: onHono,
  fetch: onFetch,
  node: onNode,
}
