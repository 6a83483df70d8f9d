/** What comes and goes at the edges: parsers, streams, long texts, deep bodies. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import express from 'express'
import { Hono } from 'hono'
import { streamText } from 'hono/streaming'
import * as v from 'valibot'
import { createRest } from '../../src/rest.ts'
import { apiClient } from '../../src/testing.ts'
import { refusal } from '../refusal.ts'
import { rejection } from '../rejection.ts'

const express4: typeof express = createRequire(import.meta.url)('express4')
const rest = createRest({ logger: { info() {}, warn() {}, error() {} } })
const JSON_TYPE = { 'content-type': 'application/json' }

for (const [name, framework] of Object.entries({ express, express4 })) {
  test(`${name}: a parser that leaves JSON alone does not hide it`, async () => {
    const app = framework()
    app.use(framework.urlencoded({ extended: false }))
    app.post('/', (request, response, next) => {
      const schemas = { body: v.object({ title: v.string() }) }
      rest.validated(request, schemas).then(({ body }) => response.json(body), next)
    })
    app.use(rest.express.errors)
    const { body } = await apiClient(app).post('/', { title: 'Tea' }, { expect: 200 })
    assert.deepEqual(body, { title: 'Tea' })
  })
}

test('a text that is long, or has no end, is sent as it comes', async () => {
  const long = 'x'.repeat(100_000)
  let pulls = 0
  const endless = () =>
    new ReadableStream({
      pull(controller) {
        pulls += 1
        controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)))
      },
    })
  const headers = { 'content-type': 'text/plain' }
  const handler = rest.fetch((request) =>
    request.url.endsWith('/long')
      ? new Response(long, { headers })
      : new Response(endless(), { headers }),
  )
  assert.equal(await (await handler(new Request('http://a/long'))).text(), long)
  const reader = (await handler(new Request('http://a/endless'))).body?.getReader()
  const chunk = await reader?.read()
  assert.equal(chunk?.value?.length, 10_000)
  await reader?.cancel()
  assert.ok(pulls < 20)
})

test('a stream of Hono is not waited for', async () => {
  const app = new Hono()
  rest.hono(app)
  let end = () => {}
  app.get('/', (c) =>
    streamText(c, async (stream) => {
      await stream.write('first')
      await new Promise<void>((resolve) => {
        end = resolve
      })
    }),
  )
  const reader = (await app.request('/')).body?.getReader()
  const chunk = await reader?.read()
  assert.equal(new TextDecoder().decode(chunk?.value), 'first')
  end()
})

test('a body that is nested without end, or names a prototype, does no harm', async () => {
  const open = rest.fetch(
    async (request) => (await rest.validated(request, { body: v.any() })).body,
  )
  const send = (body: string) =>
    open(new Request('http://a/', { method: 'POST', headers: JSON_TYPE, body }))
  for (const body of [
    `${'['.repeat(60_000)}`,
    `${'['.repeat(30_000)}"\\u0041"${']'.repeat(30_000)}`,
  ]) {
    assert.equal((await send(body)).status, 400)
  }
  const answer = await send('{"__proto__":{"admin":true},"\\u005f_proto__":1,"a":{"__proto__":2}}')
  assert.equal(await answer.text(), '{"a":{}}')
})

test('so it is where a parser of the framework read the body', async () => {
  const app = express().use(express.json({ limit: '1mb' }))
  app.post('/', async (request, response) => {
    response.json((await rest.validated(request, { body: v.any() })).body)
  })
  app.use(rest.express.errors)
  const api = apiClient(app)
  const options = { headers: JSON_TYPE }
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
  await api.post('/', deep, { ...options, expect: 400 })
  const { body } = await api.post('/', '{"a":{"__proto__":{"admin":true}}}', options)
  assert.equal(JSON.stringify(body), '{"a":{}}')
})

test('a listener whose handler fails after its answer began ends the connection', async () => {
  const server = createServer(
    rest.node((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('x')
      throw new Error('too late')
    }),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  await assert.rejects(
    fetch(`http://127.0.0.1:${address.port}/`).then((response) => response.text()),
  )
  server.closeAllConnections()
  server.close()
})

test('what is wrong with the options is said all at once', () => {
  const wrong: object = { errors: 'lists', bodyLimit: 0, log: 1 }
  const { code, issues } = refusal(() => createRest(wrong))
  assert.equal(code, 'invalid_config')
  assert.deepEqual(issues?.map(({ path }) => path).sort(), ['bodyLimit', 'errors', 'log'])
})

test('what is no schema, and what is no request, opens no door', async () => {
  const noSchema: object = { body: {} }
  const error = await rejection(rest.validated(new Request('http://a/'), noSchema))
  assert.equal(error.code, 'invalid_config')
  assert.equal((await rejection(rest.validated({}, {}))).code, 'invalid_config')
})

test('a body that Hono read before and that is no JSON is 400', async () => {
  const app = new Hono()
  rest.hono(app)
  app.post('/', async (c) => {
    await c.req.text()
    return c.json(await rest.expectJson(c, 'Send JSON.'))
  })
  const answer = await app.request('/', {
    method: 'POST',
    headers: JSON_TYPE,
    body: '{"a": hunter2',
  })
  assert.deepEqual([answer.status, await answer.json()], [400, { _errors: ['Send JSON.'] }])
})
