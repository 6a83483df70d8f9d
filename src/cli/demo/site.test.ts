import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { openSite } from './site.ts'

async function ask(port: number, host: string, path = '/'): Promise<IncomingMessage> {
  const request = get({ host: '127.0.0.1', port, path, headers: { host }, agent: false })
  const [response] = await once(request, 'response')
  response.resume()
  return response
}

describe('openSite', () => {
  test('listens on a free port and answers under its own name', async () => {
    const site = await openSite('shop.localhost', 0)
    try {
      assert.equal(site.url, `http://shop.localhost:${site.port}`)
      assert.equal((await ask(site.port, `shop.localhost:${site.port}`)).statusCode, 503)
      site.serve((_request, response) => response.end('here'))
      assert.equal((await ask(site.port, `shop.localhost:${site.port}`)).statusCode, 200)
    } finally {
      await site.close()
    }
  })

  test('sends a request under another name to its own', async () => {
    const site = await openSite('shop.localhost', 0)
    try {
      const answer = await ask(site.port, 'localhost', '//evil.example/x')
      assert.equal(answer.statusCode, 307)
      assert.equal(answer.headers.location, `${site.url}//evil.example/x`)
    } finally {
      await site.close()
    }
  })

  test('takes the port ten above when the wanted one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    assert.ok(typeof address === 'object' && address !== null)
    const site = await openSite('shop.localhost', address.port)
    try {
      assert.notEqual(site.port, address.port)
      assert.equal((site.port - address.port) % 10, 0)
    } finally {
      await site.close()
      other.close()
    }
  })

  test('closes although a client keeps its connection open', async () => {
    const site = await openSite('shop.localhost', 0)
    site.serve(() => {})
    const client = connect(site.port, '127.0.0.1')
    client.write(`GET / HTTP/1.1\r\nhost: shop.localhost:${site.port}\r\n\r\n`)
    await once(client, 'connect')
    client.on('error', () => {})
    await site.close()
    await assert.rejects(ask(site.port, `shop.localhost:${site.port}`))
    client.destroy()
  })
})
