import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import express from 'express'
import { createRest } from './create.ts'
import { errorAnswer } from './error-answer.ts'

const OURS = { _errors: ['The service could not finish this request.'] }
const failure = (message: string, more: object) => Object.assign(new Error(message), more)

test('an error of an HTTP client is a fault of the service: its status is that of another', () => {
  const message = 'GET https://user:hunter2@api.example failed'
  for (const more of [{ response: {} }, { request: {} }, { $metadata: {} }]) {
    const { status, body } = errorAnswer(failure(message, { status: 404, ...more }), 'list')
    assert.deepEqual([status, body], [500, OURS])
  }
})

test('an error that is not to be shown says its status alone', () => {
  const { status, body } = errorAnswer(failure('x', { status: 409, expose: false }), 'list')
  assert.deepEqual([status, body], [409, { _errors: ['Conflict'] }])
  for (const wrong of [200, 399, 600, 404.5, '404']) {
    assert.equal(errorAnswer(failure('x', { status: wrong }), 'list').status, 500)
  }
  for (const thrown of [undefined, null, 'hunter2', 7]) {
    assert.deepEqual(errorAnswer(thrown, 'list').body, OURS)
  }
})

test('a body that a parser of the framework refuses is not quoted', async () => {
  const rest = createRest()
  const app = express()
  app.use(express.json(), rest.express.errors)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const response = await fetch(`http://127.0.0.1:${address.port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: 'hunter2',
  })
  assert.deepEqual(
    [response.status, await response.json()],
    [400, { _errors: ['The body is no JSON.'] }],
  )
  server.closeAllConnections()
  server.close()
})
