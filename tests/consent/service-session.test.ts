import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { type ServiceWorld, SHOP, serviceWorld } from './service-world.ts'

/** What goes over the wire as it is: `fetch` would put an address right first. */
function raw(world: ServiceWorld, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1')
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('end', () => resolve(answer)).on('error', reject)
    socket.write(`GET ${target} HTTP/1.1\r\nHost: consent.example\r\nConnection: close\r\n\r\n`)
  })
}

async function visitors(world: ServiceWorld): Promise<number> {
  return (await world.store.counts()).visitors
}

test('an address that is not a page of a registered site goes nowhere', async (t) => {
  const world = await serviceWorld(t)
  await world.addSite(SHOP)
  for (const returnUri of [
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://evil-shop.example/',
    'https://shop.example:8443/',
    'http://shop.example/',
    'https://shop.example./',
    'https://www.shop.example/',
    'https://evil.example/https://shop.example/',
    'https://evil.example?https://shop.example/',
    'https://shop.example@evil.example/',
    'https://shop.example\\@evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'https:evil.example',
    'https:shop.example',
    'javascript:alert(1)',
    'https://shop.example//evil.example',
    'https://shop.example/%5c%5cevil.example',
    'https%3A%2F%2Fevil.example%2F',
    '',
  ]) {
    const answer = await raw(world, `/api/v1/cookies/session?return_uri=${returnUri}`)
    assert.match(answer, /^HTTP\/1\.1 400 /, returnUri)
    assert.doesNotMatch(answer, /^(?:location|refresh|set-cookie):/im, returnUri)
    assert.match(answer, /^cache-control: no-store/im)
  }
  assert.equal(await visitors(world), 0)
})

test('a page that an attacker wrote is not in the answer', async (t) => {
  const world = await serviceWorld(t)
  const answer = await world.session('https://evil.example/<script>alert(1)</script>', undefined, {
    accept: 'text/html',
  })
  assert.equal(answer.status, 400)
  const text = await answer.text()
  assert.match(text, /<!doctype html>/)
  assert.doesNotMatch(text, /evil|alert/)
})

test('a prefetch, a HEAD and an OPTIONS make nobody known', async (t) => {
  const world = await serviceWorld(t)
  await world.addSite(SHOP)
  for (const headers of [
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
  ] as Record<string, string>[]) {
    const answer = await world.session(`${SHOP}/`, undefined, headers)
    assert.equal(answer.status, 503)
    assert.deepEqual(answer.headers.getSetCookie(), [])
  }
  const path = `/api/v1/cookies/session?return_uri=${SHOP}/`
  const head = await world.request(path, { method: 'HEAD' })
  assert.equal(head.status, 405)
  assert.equal(head.headers.get('allow'), 'GET, OPTIONS')
  assert.equal((await world.request(path, { method: 'OPTIONS' })).status, 204)
  assert.equal((await world.request(path, { method: 'POST' })).status, 405)
  assert.equal(await visitors(world), 0)
})

test('no cache keeps an answer, and no other site frames or reads it', async (t) => {
  const world = await serviceWorld(t)
  await world.addSite(SHOP)
  const { headers } = await world.session(`${SHOP}/`, undefined, { origin: 'https://evil.example' })
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  assert.equal(headers.get('strict-transport-security'), 'max-age=31536000')
  for (const name of headers.keys()) assert.doesNotMatch(name, /^access-control-/)
})

test('too many requests strand nobody who comes from a site that is known', async (t) => {
  const world = await serviceWorld(t, { limits: { visitors: { perSecond: 0.1, burst: 1 } } })
  await world.addSite(SHOP)
  assert.equal((await world.session(`${SHOP}/`)).status, 302)
  const answer = await world.session(`${SHOP}/cart`)
  assert.equal(answer.status, 429)
  const back = `${SHOP}/_cookies/callback?code=none&return_uri=%2Fcart`
  assert.equal(answer.headers.get('refresh'), `0;url=${back}`)
  const stranger = await world.session('https://evil.example/')
  assert.equal(stranger.status, 429)
  assert.equal(stranger.headers.get('refresh'), null)
})

test('what makes no sense counts towards the limit, too', async (t) => {
  const world = await serviceWorld(t, { limits: { visitors: { perSecond: 0.1, burst: 2 } } })
  for (const status of ['400', '400', '429']) {
    const answer = await raw(world, '/api/v1/cookies/session?return_uri=javascript:1')
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `))
  }
})

test('the log names the origin of a site that is not registered, and no page of it', async (t) => {
  const world = await serviceWorld(t)
  await world.session('https://unknown.example/private?token=s3cret')
  const told = world.log.filter((line) => line.includes('not registered'))
  assert.equal(told.length, 1)
  assert.match(told[0] ?? '', /"origin":"https:\/\/unknown\.example"/)
  assert.doesNotMatch(world.log.join(), /private|s3cret/)
})
