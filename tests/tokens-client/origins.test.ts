/** Where the token goes, and where it does not. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { eachTest, una } from './clients.ts'

const here = eachTest()

let other: Server
let otherOrigin = ''
const heard: { url: string; authorization: string | undefined; body: string }[] = []
before(async () => {
  other = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += chunk
    heard.push({ url: req.url ?? '', authorization: req.headers.authorization, body })
    res.writeHead(401).end()
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  otherOrigin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
})
after(() => other.close())

test('an address of another origin is refused before anything is sent', async () => {
  const client = await here.signedIn()
  const { host, port } = new URL(here.world.origin)
  for (const address of [
    otherOrigin,
    `${otherOrigin}/me`,
    new Request(`${otherOrigin}/me`),
    new URL(otherOrigin),
    `//127.0.0.1:${new URL(otherOrigin).port}/me`,
    `\\\\127.0.0.1:${new URL(otherOrigin).port}/me`,
    `https://${host}/me`,
    `http://localhost:${port}/me`,
    'data:text/plain,hello',
    'http://',
  ]) {
    await assert.rejects(client.fetch(address), { code: 'invalid_config' })
  }
  assert.deepEqual(heard, [])
})

test('after a redirect to another origin there is no token, and its 401 renews nothing', async () => {
  const client = await here.signedIn()
  for (const status of [301, 302, 303, 307, 308]) {
    here.world.instead = (_req, res) =>
      Boolean(res.writeHead(status, { location: `${otherOrigin}/there` }).end())
    const response = await client.fetch('/me')
    assert.deepEqual([response.status, response.url], [401, `${otherOrigin}/there`])
  }
  assert.deepEqual(
    heard.splice(0).map(({ authorization }) => authorization),
    Array(5).fill(undefined),
  )
  assert.equal(here.world.count('POST /renew'), 0)
})

test('a redirect within the origin keeps the token', async () => {
  const client = await here.signedIn()
  here.world.instead = (req, res) =>
    req.url === '/old' && Boolean(res.writeHead(307, { location: '/me' }).end())
  assert.equal((await client.fetch('/old', { method: 'POST', body: 'x' })).status, 200)
  assert.match(here.world.bearers[0] ?? '', /^Bearer /)
})

test('an endpoint that redirects gets no password, refresh token or logout carried on', async () => {
  const client = await here.signedIn()
  here.pass(3600)
  here.world.instead = (_req, res) =>
    Boolean(res.writeHead(307, { location: `${otherOrigin}/there` }).end())
  await assert.rejects(client.fetch('/me'), { code: 'service_unavailable' })
  await assert.rejects(client.login(una), { code: 'service_unavailable' })
  assert.equal(await client.logout(), false)
  assert.deepEqual(heard, [])
  assert.equal(client.signedIn, false)
})

test('a header Authorization of the caller gives way, other headers stay', async () => {
  const client = await here.signedIn()
  const seen: string[] = []
  here.world.instead = (req) => {
    seen.push(String(req.headers.authorization?.startsWith('Bearer ey')), `${req.headers['x-one']}`)
    return false
  }
  const headers = { AUTHORIZATION: 'Basic eDp5', 'x-one': '1' }
  await client.fetch('/me', { headers })
  await client.fetch(new Request(`${here.world.origin}/me`, { headers }))
  assert.deepEqual(seen, ['true', '1', 'true', '1'])
})
