/** A guard that looks at the request alone needs no `createHallpass` and no `mount`. */
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { test } from 'node:test'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import * as onExpress from '../../src/express.ts'
import * as onFastify from '../../src/fastify.ts'
import * as onFetch from '../../src/fetch.ts'
import * as onHono from '../../src/hono.ts'
import * as onKoa from '../../src/koa.ts'
import * as onNode from '../../src/node.ts'
import { anyService as guard, manager, reader, tokens } from './apps/services.ts'

const cookie = `service=${manager.sign({ user_id: 7 }, 'billing')}`
const opened = { user_id: 7, key_id: 'billing' }

async function overHttp(listener: RequestListener): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  try {
    const url = `http://127.0.0.1:${address.port}/`
    const known = await fetch(url, { headers: { cookie } })
    assert.equal(known.headers.get('cache-control'), 'no-store')
    assert.deepEqual(await known.json(), opened)
    const stranger = await fetch(url)
    assert.equal(stranger.status, 401)
    assert.match(await stranger.text(), /key_required/)
  } finally {
    await new Promise((closed) => server.close(closed))
  }
}

test('Express', () => {
  const app = express()
  app.get('/', onExpress.requireLogin(guard), (request, response) => {
    response.json(guard.payload(request))
  })
  return overHttp(app)
})

test('Koa', () => {
  const app = new Koa()
  app.use(onKoa.requireLogin(guard))
  app.use((context) => {
    context.body = guard.payload(context)
  })
  return overHttp(app.callback())
})

test('node:http', () =>
  overHttp(
    onNode.requireLogin(guard)((request, response) => {
      response.end(JSON.stringify(guard.payload(request)))
    }),
  ))

test('Fastify', async () => {
  const app = fastify()
  app.get('/', { preHandler: onFastify.requireLogin(guard) }, (request) => guard.payload(request))
  const known = await app.inject({ url: '/', headers: { cookie } })
  assert.deepEqual(known.json(), opened)
  assert.equal((await app.inject({ url: '/' })).statusCode, 401)
})

test('Hono', async () => {
  const app = new Hono()
  app.get('/', onHono.requireLogin(guard), (c) => c.json(guard.payload(c)))
  assert.deepEqual(await (await app.request('/', { headers: { cookie } })).json(), opened)
  assert.equal((await app.request('/')).status, 401)
})

test('fetch', async () => {
  const serve = onFetch.requireLogin(guard)((request: Request) =>
    Response.json(guard.payload(request)),
  )
  const known = await serve(new Request('http://127.0.0.1/', { headers: { cookie } }))
  assert.deepEqual(await known.json(), opened)
  assert.equal((await serve(new Request('http://127.0.0.1/'))).status, 401)
})

test('a token is asked for without `mount`, too', async () => {
  const app = new Hono()
  app.get('/', onHono.requireLogin(reader), (c) => c.json(reader.token(c).claims))
  const authorization = `Bearer ${await tokens.issue({ sub: 'una', scopes: [] })}`
  const known = await app.request('/', { headers: { authorization } })
  assert.deepEqual(await known.json(), { sub: 'una', scopes: [] })
  assert.equal((await app.request('/')).status, 401)
})

test('a browser gets a page', async () => {
  const app = new Hono().get('/', onHono.requireLogin(guard), (c) => c.text('never'))
  const headers = {
    accept: 'text/html',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  }
  const answer = await app.request('/', { headers })
  assert.equal(answer.status, 401)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
})
