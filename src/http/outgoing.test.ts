import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { portableFetch } from './outgoing.ts'

const server = createServer(answer)
const fetch = portableFetch()
let origin = ''

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://login.shop.localhost:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (request.url) {
    case '/redirect':
      response.writeHead(302, { location: '/elsewhere' }).end()
      return
    case '/empty':
      response.writeHead(204).end()
      return
    case '/large':
      response.end('x'.repeat(1024 * 1024 + 1))
      return
    case '/cookies':
      response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end()
      return
    case '/never':
      return
  }
  let body = ''
  for await (const chunk of request) body += chunk
  const { method, url, headers } = request
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ method, url, host: headers.host, headers, body }))
}

describe('portableFetch', () => {
  test('reaches a *.localhost host by its name', async () => {
    const response = await fetch(`${origin}/path?x=1`, { headers: { 'x-test': 'yes' } })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'application/json')
    const seen = await response.json()
    assert.equal(seen.method, 'GET')
    assert.equal(seen.url, '/path?x=1')
    assert.equal(seen.host, new URL(origin).host)
    assert.equal(seen.headers['x-test'], 'yes')
  })

  test('takes a URL, a Request, a text body and a form', async () => {
    assert.equal((await (await fetch(new URL(origin))).json()).url, '/')
    const request = new Request(origin, { method: 'PUT', body: 'text' })
    assert.equal((await (await fetch(request)).json()).body, 'text')
    const body = new URLSearchParams({ grant_type: 'refresh_token', a: 'b c' })
    const seen = await (await fetch(origin, { method: 'POST', body })).json()
    assert.equal(seen.body, 'grant_type=refresh_token&a=b+c')
    assert.match(seen.headers['content-type'], /^application\/x-www-form-urlencoded/)
  })

  test('returns a redirect and does not follow it', async () => {
    const response = await fetch(`${origin}/redirect`, { redirect: 'manual' })
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), '/elsewhere')
  })

  test('gives an answer without a body, and repeated headers', async () => {
    assert.equal((await fetch(`${origin}/empty`)).status, 204)
    const { headers } = await fetch(`${origin}/cookies`)
    assert.deepEqual(headers.getSetCookie(), ['a=1', 'b=2'])
  })

  test('refuses an answer above 1 MiB', async () => {
    await assert.rejects(fetch(`${origin}/large`), TypeError)
  })

  test('stops when its signal is aborted, before and while it waits', async () => {
    const signal = AbortSignal.timeout(50)
    await assert.rejects(fetch(`${origin}/never`, { signal }), { name: 'TimeoutError' })
    await assert.rejects(fetch(origin, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  })

  test('fails as fetch does when nobody listens', async () => {
    const probe = createTcpServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    await assert.rejects(fetch(`http://gone.localhost:${port}/`), TypeError)
  })

  test('sends everything else through the given fetch, unchanged', async () => {
    const calls: unknown[][] = []
    const own: typeof globalThis.fetch = async (...args) => {
      calls.push(args)
      return new Response('own')
    }
    const init = { method: 'POST' }
    const hosts = ['https://idp.example/a', 'http://localhost/', 'http://localhost.example/']
    for (const url of hosts) {
      assert.equal(await (await portableFetch(own)(url, init)).text(), 'own')
    }
    assert.deepEqual(
      calls,
      hosts.map((url) => [url, init]),
    )
  })
})
