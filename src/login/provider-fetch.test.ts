import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { PROVIDER_TIMEOUT, providerFetch } from './provider-fetch.ts'

const call = providerFetch(globalThis.fetch, 'the step', 'provider_unavailable')

describe('providerFetch', { concurrency: true }, () => {
  let provider: LoopbackProvider
  before(async () => {
    provider = await LoopbackProvider.start()
  })
  after(() => provider.close())
  const get = (path: string) => call(`${provider.issuer}${path}`, {})

  test('gives the answer with its body, status and headers', async () => {
    provider.answers.set('/echo', ({ method, headers, body }) => ({
      status: 201,
      json: { method, agent: headers['x-a'], a: body.get('a') },
    }))
    const response = await call(`${provider.issuer}/echo`, {
      method: 'POST',
      headers: { 'x-a': 'b' },
      body: new URLSearchParams({ a: 'ü' }),
    })
    assert.equal(response.status, 201)
    assert.deepEqual(await response.json(), { method: 'POST', agent: 'b', a: 'ü' })
    assert.match(response.headers.get('content-type') ?? '', /json/)
  })

  test('joins characters that were cut apart on the way', async () => {
    provider.answers.set('/cut', (_, response) => {
      const bytes = Buffer.from('"é€"')
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write(bytes.subarray(0, 2))
      setTimeout(() => response.end(bytes.subarray(2)), 20)
      return undefined
    })
    assert.equal(await (await get('/cut')).json(), 'é€')
  })

  test('takes an answer without a body', async () => {
    provider.answers.set('/none', { status: 204 })
    const response = await get('/none')
    assert.deepEqual([response.status, await response.text()], [204, ''])
  })

  test('follows no redirect', async () => {
    const headers = { location: `${provider.issuer}/elsewhere` }
    provider.answers.set('/redirect', { status: 302, headers })
    assert.equal((await get('/redirect')).status, 302)
    assert.equal(provider.count('/elsewhere'), 0)
  })

  test('gives an error of the protocol back as it is', async () => {
    provider.answers.set('/400', { status: 400, json: { error: 'invalid_grant' } })
    assert.equal((await get('/400')).status, 400)
  })

  test('refuses a server error and JSON that is none, with the step and nothing of the body', async () => {
    provider.answers.set('/500', { status: 502, text: 'secret-text', type: 'text/html' })
    provider.answers.set('/bad', { text: '{"a": secret-text', type: 'application/json' })
    for (const path of ['/500', '/bad']) {
      const error = await rejection(get(path))
      assert.equal(error.code, 'provider_failed')
      assert.equal(error.retryAfter, 10)
      assert.match(error.message, /the step: (HTTP status 502|the answer is not JSON)/)
      assert.doesNotMatch(everythingIn(error), /secret-text/)
    }
  })

  test('leaves a page of HTML to the caller, who expects JSON', async () => {
    provider.answers.set('/page', { text: '<h1>Maintenance</h1>', type: 'text/html' })
    assert.match(await (await get('/page')).text(), /Maintenance/)
  })

  test('reads no more than a mebibyte', async () => {
    const stop = { sent: 0 }
    provider.answers.set('/endless', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const piece = 'x'.repeat(65_536)
      const more = () => {
        stop.sent += piece.length
        if (!response.destroyed) response.write(piece, more)
      }
      more()
      return undefined
    })
    const error = await rejection(get('/endless'))
    assert.equal(error.code, 'provider_failed')
    assert.match(error.message, /longer than 1048576 bytes/)
    assert.ok(stop.sent < 50_000_000)
  })

  test('says that nobody answers, with the code of the caller', async () => {
    const [port] = await freePorts(1)
    const error = await rejection(call(`http://127.0.0.1:${port}/`, {}))
    assert.equal(error.code, 'provider_unavailable')
    assert.equal(error.retryAfter, 10)
    assert.match(error.message, /cannot be reached: the step/)
  })

  test('says the same for a connection that breaks off', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    const failing = providerFetch(globalThis.fetch, 'the step', 'provider_failed')
    const error = await rejection(failing(`http://127.0.0.1:${address.port}/`, {}))
    assert.equal(error.code, 'provider_failed')
    server.close()
  })

  test('waits neither for a silent server nor for a body without end', async () => {
    const started = Date.now()
    provider.answers.set('/silent', () => undefined)
    provider.answers.set('/drip', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => response.write(' '), 200)
      response.on('close', () => clearInterval(drip))
      return undefined
    })
    const errors = await Promise.all([rejection(get('/silent')), rejection(get('/drip'))])
    for (const error of errors) {
      assert.equal(error.code, 'provider_timeout')
      assert.equal(error.retryAfter, 10)
    }
    assert.ok(Date.now() - started < (PROVIDER_TIMEOUT + 3) * 1000)
  })
})
