import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type TestContext, test } from 'node:test'
import { sendToUrl } from './over-http.ts'

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return `http://127.0.0.1:${address.port}`
}

const REQUEST = { method: 'GET', path: '/a?b=c', headers: {} } as const

test('nothing is sent beside what was asked for, and a Host', async (t) => {
  const url = await serve(t, ({ headers }, response) => response.end(JSON.stringify(headers)))
  const headers: unknown = await (await sendToUrl(url)(REQUEST)).json()
  assert.deepEqual(headers, { host: new URL(url).host, connection: 'close' })
})

test('a repeated set-cookie survives; an answer that can have no body has none', async (t) => {
  const url = await serve(t, (_request, response) => {
    response.writeHead(204, { 'set-cookie': ['a=1', 'b=2'] }).end()
  })
  const response = await sendToUrl(url)(REQUEST)
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2'])
  assert.equal(response.body, null)
})

test('an answer that does not come, and one that does not end', async (t) => {
  for (const listener of [() => {}, ((_, response) => response.write('{')) as RequestListener]) {
    const url = await serve(t, listener)
    await assert.rejects(
      sendToUrl(url, 0.05)(REQUEST),
      /^Error: GET \/a\?b=c: no answer from 127\.0\.0\.1:\d+: it was not there after 0\.05 s$/,
    )
  }
})

test('a connection that is cut', async (t) => {
  const url = await serve(t, (request) => request.socket.destroy())
  await assert.rejects(sendToUrl(url)(REQUEST), /no answer from .*: socket hang up$/)
})

test('only http and https are addresses', () => {
  for (const wrong of ['', 'localhost:3000', 'file:///etc/passwd', '/notes']) {
    assert.throws(() => sendToUrl(wrong), { code: 'invalid_config' })
  }
})
