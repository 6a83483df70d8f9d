import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FetchExchange, toResponse, withHeaders } from './fetch-exchange.ts'

test('the url is path and query, without the fragment', () => {
  const url = (address: string) => new FetchExchange(new Request(address)).url
  assert.equal(url('https://shop.example/a/b?c=/d#e'), '/a/b?c=/d')
  assert.equal(url('https://shop.example'), '/')
  assert.equal(url('http://shop.example:8080/?x'), '/?x')
})

test('the host is the header’s, else the URL’s', () => {
  const headers = { host: 'shop.example' }
  const named = new FetchExchange(new Request('http://127.0.0.1:1/', { headers }))
  assert.equal(named.header('host'), 'shop.example')
  const unnamed = new FetchExchange(new Request('http://127.0.0.1:1/'))
  assert.equal(unnamed.header('host'), '127.0.0.1:1')
  assert.equal(unnamed.header('cookie'), undefined)
})

test('the peer is what Bun, Deno or node-server tells, and unknown elsewhere', () => {
  const peer = (platform: unknown) =>
    new FetchExchange(new Request('http://a.example'), platform).remoteAddress
  assert.equal(peer({ requestIP: () => ({ address: '10.0.0.1' }) }), '10.0.0.1')
  assert.equal(peer({ requestIP: () => null }), undefined)
  assert.equal(peer({ remoteAddr: { transport: 'tcp', hostname: '10.0.0.2' } }), '10.0.0.2')
  assert.equal(peer({ incoming: { socket: { remoteAddress: '10.0.0.3' } } }), '10.0.0.3')
  for (const platform of [undefined, null, 'x', {}, { remoteAddr: 'x' }, { incoming: {} }]) {
    assert.equal(peer(platform), undefined)
  }
})

test('a body is read up to the limit, and no further', async () => {
  const exchange = (body: BodyInit) =>
    new FetchExchange(new Request('http://a.example', { method: 'POST', body }))
  assert.equal(await exchange('a=ä').body(4), 'a=ä')
  await assert.rejects(exchange('a=ä').body(3), { code: 'body_too_large' })
  assert.equal(await new FetchExchange(new Request('http://a.example')).body(9), '')
  const read = new Request('http://a.example', { method: 'POST', body: 'a=1' })
  await read.text()
  await assert.rejects(new FetchExchange(read).body(9), { code: 'invalid_config' })
})

test('an answer to HEAD has no body', async () => {
  const reply = { status: 401, headers: [['x-a', '1'] as const], body: 'text' }
  assert.equal(await toResponse(reply, 'GET').text(), 'text')
  assert.equal(toResponse(reply, 'HEAD').body, null)
})

test('set-cookie is appended, final headers replace, initial ones give way', () => {
  const app = new Response('x', {
    headers: { 'set-cookie': 'a=1', 'x-app': 'app', 'x-own': 'app' },
  })
  const answer = withHeaders(
    app,
    [
      ['x-own', 'initial'],
      ['x-new', 'initial'],
    ],
    [
      ['set-cookie', 'b=2'],
      ['set-cookie', 'c=3'],
      ['x-app', 'final'],
    ],
  )
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2', 'c=3'])
  assert.equal(answer.headers.get('x-app'), 'final')
  assert.equal(answer.headers.get('x-own'), 'app')
  assert.equal(answer.headers.get('x-new'), 'initial')
})

test('an answer with immutable headers takes them too, and nothing to add adds nothing', () => {
  const moved = Response.redirect('https://shop.example/', 303)
  const answer = withHeaders(moved, [], [['set-cookie', 'b=2']])
  assert.equal(answer.status, 303)
  assert.deepEqual(answer.headers.getSetCookie(), ['b=2'])
  assert.equal(withHeaders(moved, [], []), moved)
})

test('a network error is passed on as it is', () => {
  const failed = Response.error()
  assert.equal(withHeaders(failed, [], [['set-cookie', 'b=2']]), failed)
})
