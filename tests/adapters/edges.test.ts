/** What only some frameworks can do, each on the real one. */
import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { test } from 'node:test'
import express, { type ErrorRequestHandler } from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import * as onExpress from '../../src/express.ts'
import * as onFastify from '../../src/fastify.ts'
import * as onFetch from '../../src/fetch.ts'
import * as onHono from '../../src/hono.ts'
import { createHallpass, type Hallpass, isHallpassError } from '../../src/index.ts'
import * as onKoa from '../../src/koa.ts'
import { oidc } from '../../src/login.ts'
import * as onNode from '../../src/node.ts'
import { type Answer, Browser } from '../support/browser.ts'
import { freePorts } from '../support/free-ports.ts'

/** Nobody can sign in with it; sessions it keeps. */
const pass: Hallpass = createHallpass({
  baseUrl: 'http://localhost:1',
  secrets: ['the secret of the adapter edges, 32+'],
  login: oidc({ issuer: 'http://localhost:2', clientId: 'shop', clientSecret: 'x' }),
  guard: { default: 'public', rules: [{ path: '/shop/guarded/*', access: 'login' }] },
})

async function withServer(
  listener: RequestListener,
  use: (get: (path: string) => Promise<Answer>) => Promise<void>,
): Promise<void> {
  const [port = 0] = await freePorts(1)
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const browser = new Browser()
  try {
    await use((path) =>
      browser.send(`http://localhost:${port}${path}`, { mode: 'cors', from: 'http://localhost:1' }),
    )
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

test('Express: under a mounted router the guard sees the whole path', async () => {
  const router = express.Router()
  router.use(onExpress.mount(pass))
  router.get('/guarded/page', (_request, response) => void response.send('in'))
  router.get('/open', (_request, response) => void response.send('in'))
  await withServer(express().use('/shop', router), async (get) => {
    assert.equal((await get('/shop/guarded/page')).status, 401)
    assert.equal((await get('/shop/open')).body, 'in')
  })
})

test('Express: an answer that began before the session changed goes on', async () => {
  const app = express()
  // Began before hallpass too: nothing can be said any more.
  app.use('/early', (_request, response, next) => {
    response.flushHeaders()
    next()
  })
  app.use(onExpress.mount(pass))
  app.use(onExpress.requireLogin('public'))
  app.use((request, response) => {
    response.flushHeaders()
    Object.assign(request.hallpass.session, { late: true })
    response.end('done')
  })
  await withServer(app, async (get) => {
    for (const path of ['/', '/early']) {
      const answer = await get(path)
      assert.equal(answer.body, 'done')
      assert.deepEqual(answer.cookies, [])
    }
  })
})

test('node: headers given to writeHead, and a session cookie, are both sent', async () => {
  const listener = onNode.mount(pass, (_request, response, hallpass) => {
    Object.assign(hallpass.session, { seen: true })
    response.writeHead(200, [
      ['set-cookie', 'a=1'],
      ['x-app', 'yes'],
    ])
    response.end()
  })
  await withServer(listener, async (get) => {
    const { cookies, headers } = await get('/')
    assert.equal(headers['x-app'], 'yes')
    assert.deepEqual(cookies.map((line) => line.split('=')[0]).sort(), ['a', 'hallpass'])
  })
})

test('Fastify: an answer that bypasses Fastify is left alone', async () => {
  const app = fastify()
  await app.register(onFastify.mount(pass))
  app.get('/', (request, reply) => {
    Object.assign(request.hallpass.session, { seen: true })
    reply.hijack()
    reply.raw.end('raw')
  })
  await app.ready()
  await withServer(app.routing, async (get) => assert.equal((await get('/')).body, 'raw'))
  await app.close()
})

test('Fastify: a 404 and a failing onSend hook still carry the session, once', async () => {
  const app = fastify()
  await app.register(onFastify.mount(pass))
  app.addHook('onRequest', async (request) => {
    Object.assign(request.hallpass.session, { seen: request.url })
  })
  app.addHook('onSend', async (request) => {
    if (request.url === '/fails' && !request.headers['x-seen']) {
      request.headers['x-seen'] = '1'
      throw new Error('the hook broke')
    }
  })
  app.get('/fails', async () => 'never seen')
  await app.ready()
  await withServer(app.routing, async (get) => {
    const missing = await get('/nowhere')
    assert.equal(missing.status, 404)
    assert.equal(missing.cookies.length, 1)
    const failed = await get('/fails')
    assert.equal(failed.status, 500)
    assert.equal(failed.cookies.length, 1)
  })
  await app.close()
})

test('Fastify: routes of another plugin are protected, those of a scope alone are not', async () => {
  const app = fastify()
  await app.register(async (scope) => {
    await scope.register(onFastify.mount(pass))
    scope.get('/in', { preHandler: onFastify.requireLogin() }, async () => 'in')
  })
  app.get('/out', async () => 'out')
  assert.equal((await app.inject('/in')).statusCode, 401)
  assert.equal((await app.inject('/out')).body, 'out')
  await app.close()
})

test('Hono: a raw Response, one that is shared, and c.header keep what they set', async () => {
  const app = new Hono()
  const shared = Response.redirect('http://localhost/')
  app.use(onHono.mount(pass))
  app.use(async (c, next) => {
    Object.assign(c.var.hallpass.session, { seen: c.req.path })
    await next()
  })
  app.get('/shared', () => shared)
  app.get('/header', (c) => {
    c.header('set-cookie', 'a=1', { append: true })
    c.header('set-cookie', 'b=2', { append: true })
    return c.text('x')
  })
  for (const _ of [1, 2]) {
    const answer = await app.request('/shared')
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.getSetCookie().length, 1)
  }
  const named = await app.request('/header')
  const names = named.headers.getSetCookie().map((line) => line.split('=')[0])
  assert.deepEqual(names, ['a', 'b', 'hallpass'])
})

test('fetch: a runtime that took the connection over gets no answer of ours', async () => {
  // Bun's server.upgrade() leaves nothing to return.
  const upgraded = onFetch.mount(pass, (_request, hallpass) => {
    Object.assign(hallpass.session, { seen: true })
    return JSON.parse('{}').nothing
  })
  assert.equal(await upgraded(new Request('http://localhost/')), undefined)
})

test('requireLogin without mount is an error that says so, in every framework', async () => {
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(500).send(isHallpassError(error) && error.code)
  }
  const app = express().use(onExpress.requireLogin(), onError)
  await withServer(app, async (get) => assert.equal((await get('/')).body, 'not_mounted'))

  const server = fastify()
  server.get('/', { preHandler: onFastify.requireLogin() }, async () => 'in')
  const injected = await server.inject('/')
  assert.equal(injected.statusCode, 500)
  assert.equal(injected.json().code, 'not_mounted')
  await server.close()

  const hono = new Hono()
  hono.get('/', onHono.requireLogin(), (c) => c.text('in'))
  hono.onError((error, c) => c.text(isHallpassError(error) ? error.code : '', 500))
  assert.equal(await (await hono.request('/')).text(), 'not_mounted')

  const koa = new Koa()
  koa.on('error', () => {})
  koa.use(async (ctx, next) => {
    await next().catch((error: unknown) => {
      ctx.body = isHallpassError(error) && error.code
    })
  })
  koa.use(onKoa.requireLogin())
  await withServer(koa.callback(), async (get) => {
    assert.equal((await get('/')).body, 'not_mounted')
  })
})

test('a requirement that says something unknown is refused where it is written', () => {
  const broken = JSON.parse('{ "grup": "admin" }')
  for (const { requireLogin } of [onExpress, onFastify, onHono, onKoa, onNode, onFetch]) {
    assert.throws(() => requireLogin(broken), /requireLogin\.grup is not an option: write group/)
  }
})
