/** What the app is told about how a request came. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { head, openProxy, statusOf, type World } from './world.ts'

const CLAIMS = [
  'X-Forwarded-For: 203.0.113.9',
  'X-Forwarded-Proto: https',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Port: 1',
  'X-Forwarded-Prefix: /admin',
  'X-Forwarded-Uri: /admin',
  'X_Forwarded_For: 203.0.113.9',
  'Forwarded: for=203.0.113.9;host=evil.example',
  'X-Real-Ip: 203.0.113.9',
  'X-Original-Url: /admin',
  'X-Rewrite-Url: /admin',
]

function forwarded({ app }: World): Record<string, string> {
  const lines = app.last.lines.filter(([name]) => /forwarded|real|original|rewrite/i.test(name))
  return Object.fromEntries(lines.map(([name, value]) => [name.toLowerCase(), value]))
}

test('what a client claims about its way is not believed', async (t) => {
  const world = await openProxy(t)
  await world.raw(head(world, 'GET /about', CLAIMS))
  const host = `shop.localhost:${world.port}`
  const port = String(world.port)
  assert.deepEqual(forwarded(world), {
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': host,
    'x-forwarded-port': port,
    forwarded: `for=127.0.0.1;host="${host}";proto=http`,
  })
  assert.equal(world.app.last.header('host'), host)
})

test('what a trusted proxy says of the client is passed on', async (t) => {
  const world = await openProxy(t, { env: { HALLPASS_TRUSTED_PROXIES: 'loopback' } })
  await world.raw(head(world, 'GET /about', CLAIMS))
  const told = forwarded(world)
  assert.equal(told['x-forwarded-for'], '203.0.113.9, 127.0.0.1')
  assert.match(told.forwarded ?? '', /^for=203\.0\.113\.9;host=evil\.example, for=127\.0\.0\.1;/)
  assert.equal(told['x-forwarded-host'], `shop.localhost:${world.port}`)
  assert.equal(told['x-forwarded-prefix'], undefined)
  assert.equal(world.ended[0]?.client, '203.0.113.9')
})

test('the app is told the public host, or its own', async (t) => {
  const world = await openProxy(t, { upstreams: ({ url }) => [{ url, passHost: false }] })
  const answer = await world.raw(
    `GET /about HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
  )
  assert.equal(statusOf(answer), 200)
  assert.equal(world.app.last.header('host'), new URL(world.app.url).host)
  assert.equal(world.app.last.header('x-forwarded-host'), `shop.localhost:${world.port}`)
})
