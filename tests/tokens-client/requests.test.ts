/** Requests that get 401: which are sent again, and which are not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachTest } from './clients.ts'

const here = eachTest()

/** A client whose token has run out without its knowing. */
async function late() {
  const client = await here.signedIn({ now: () => 0 })
  here.pass(3600)
  return client
}

const form = new FormData()
form.set('a', 'b')
const bodies: Record<string, RequestInit['body']> = {
  text: 'hello',
  bytes: new TextEncoder().encode('hello'),
  'an ArrayBuffer': new TextEncoder().encode('hello').buffer,
  'a Blob': new Blob(['hello']),
  'a form': form,
  'a query': new URLSearchParams({ a: 'b' }),
}
for (const [name, body] of Object.entries(bodies)) {
  test(`a body of ${name} is sent again`, async () => {
    const client = await late()
    const response = await client.fetch('/me', { method: 'POST', body: body ?? null })
    assert.equal(response.status, 200)
    assert.match((await response.json()).body, /hello|a=b|name="a"/)
    assert.equal(here.world.count('POST /me'), 2)
  })
}

test('a stream is not: its 401 is the answer, and the next request has a new token', async () => {
  const client = await late()
  const stream = new Blob(['hello']).stream()
  const first = await client.fetch('/me', {
    method: 'POST',
    body: stream,
    duplex: 'half',
  } as RequestInit)
  assert.equal(first.status, 401)
  assert.equal(here.world.count('POST /me'), 1)
  assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(here.world.count('GET /me'), 1)
})

test('a Request without a body is sent again, one with a body is not', async () => {
  const client = await late()
  assert.equal((await client.fetch(new Request(`${here.world.origin}/me`))).status, 200)
  here.pass(3600)
  const request = new Request(`${here.world.origin}/me`, { method: 'POST', body: 'hello' })
  assert.equal((await client.fetch(request)).status, 401)
  assert.equal(here.world.count('POST /me'), 1)
})

test('a route that says 401 to every token costs one renewal, not one each', async () => {
  const client = await here.signedIn()
  here.world.instead = (req, res) => req.url === '/never' && Boolean(res.writeHead(401).end('no'))
  for (let tries = 0; tries < 5; tries += 1) {
    const response = await client.fetch('/never')
    assert.deepEqual([response.status, await response.text()], [401, 'no'])
  }
  assert.equal(here.world.count('POST /renew'), 1)
  assert.equal(here.world.count('GET /never'), 6)
  assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(here.ended, 0)
})

test('a request that is given up stops waiting for a renewal; the others go on', async () => {
  const client = await here.signedIn()
  here.pass(3600)
  const gate = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  here.world.instead = async (req) => {
    if (req.url !== '/renew') return false
    asked.resolve()
    await gate.promise
    return false
  }
  const controller = new AbortController()
  const given = client.fetch('/me', { signal: controller.signal })
  const kept = client.fetch('/me')
  await asked.promise
  controller.abort(new Error('given up'))
  await assert.rejects(given, { message: 'given up' })
  gate.resolve()
  assert.equal((await kept).status, 200)
  await assert.rejects(client.fetch('/me', { signal: AbortSignal.abort() }), { name: 'AbortError' })
  assert.equal(here.world.count('POST /renew'), 1)
})

test('a failure of the network is the platform’s own', async () => {
  const client = await here.signedIn()
  await here.world.close()
  await assert.rejects(client.fetch('/me'), TypeError)
})
