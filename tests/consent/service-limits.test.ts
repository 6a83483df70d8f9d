import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { newApiKey } from '../../src/consent-service/api-key.ts'
import type { ConsentStore } from '../../src/consent-service/store/port.ts'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import {
  BLOG,
  type ServiceWorld,
  SHOP,
  serviceWorld,
  temporaryFolder,
  worldOn,
} from './service-world.ts'

const TIGHT = { perSecond: 0.5, burst: 2 }

async function statusesFrom(world: ServiceWorld, ...addresses: string[]): Promise<number[]> {
  const statuses: number[] = []
  for (const address of addresses) {
    const answer = await world.session(`${SHOP}/`, undefined, { 'x-forwarded-for': address })
    statuses.push(answer.status)
  }
  return statuses
}

test('visitors are limited by address, of IPv6 by /64', async (t) => {
  const world = await serviceWorld(t, { trustedProxies: ['loopback'], limits: { visitors: TIGHT } })
  await world.addSite(SHOP)
  assert.deepEqual(
    await statusesFrom(world, '192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'),
    [302, 302, 429, 302],
  )
  assert.deepEqual(
    await statusesFrom(world, '2001:db8::1', '2001:db8::ffff:2', '2001:db8::3', '2001:db8:0:1::1'),
    [302, 302, 429, 302],
  )
  world.clock.time += 2
  assert.deepEqual(await statusesFrom(world, '192.0.2.1', '192.0.2.1'), [302, 429])
})

test('a 429 says when to come back, and has made nobody known', async (t) => {
  const world = await serviceWorld(t, { limits: { visitors: { perSecond: 0.1, burst: 1 } } })
  await world.addSite(SHOP)
  await world.session(`${SHOP}/`)
  const { visitors } = await world.store.counts()
  const answer = await world.session(`${SHOP}/`)
  assert.equal(answer.status, 429)
  assert.equal(answer.headers.get('retry-after'), '10')
  assert.deepEqual(answer.headers.getSetCookie(), [])
  assert.equal((await world.store.counts()).visitors, visitors)
})

test('without a trusted proxy nobody chooses their own address', async (t) => {
  const world = await serviceWorld(t, { limits: { visitors: TIGHT } })
  await world.addSite(SHOP)
  assert.deepEqual(
    await statusesFrom(world, '192.0.2.1', '192.0.2.2', '192.0.2.3'),
    [302, 302, 429],
  )
})

test('sites are limited by their key, each for itself', async (t) => {
  const world = await serviceWorld(t, { limits: { sites: { perSecond: 1, burst: 3 } } })
  const shop = await world.addSite(SHOP)
  const blog = await world.addSite(BLOG)
  const { visitor } = await world.visit(shop)
  const read = async (key: string) => (await world.preferences(key, visitor)).status
  assert.deepEqual(
    [await read(shop.key), await read(shop.key), await read(shop.key)],
    [200, 200, 429],
  )
  assert.equal(await read(blog.key), 404)
})

test('keys that are not taken are limited by address, and no good key suffers', async (t) => {
  const world = await serviceWorld(t, { limits: { badKeys: TIGHT } })
  const shop = await world.addSite(SHOP)
  const { visitor } = await world.visit(shop)
  const guess = async () => (await world.preferences(newApiKey().key, visitor)).status
  assert.deepEqual(
    [await guess(), await guess(), await guess(), await guess()],
    [401, 401, 429, 429],
  )
  assert.equal((await world.preferences(undefined, visitor)).status, 429)
  assert.equal((await world.preferences(shop.key, visitor)).status, 200)
})

test('of an address that tries keys only good ones are looked up', async (t) => {
  const store = await openSqlite(join(temporaryFolder(t), 'consent.db'))
  let asked = 0
  const siteOfKey: ConsentStore['siteOfKey'] = (hash, now) => {
    asked++
    return store.siteOfKey(hash, now)
  }
  const world = await worldOn(t, { ...store, siteOfKey }, { limits: { badKeys: TIGHT } })
  const shop = await world.addSite(SHOP)
  const { visitor } = await world.visit(shop)
  const read = async (key: string) => (await world.preferences(key, visitor)).status
  asked = 0
  const guesses = Array.from({ length: 1500 }, () => newApiKey().key)
  for (const key of guesses.slice(0, 5)) await read(key)
  assert.equal(asked, 2)
  assert.equal(await read(shop.key), 200)
  assert.equal(asked, 2)
  // Also when what is kept of it is too old.
  world.clock.time += 6
  for (const key of guesses) await read(key)
  assert.equal(await read(shop.key), 200)
  assert.equal(asked, 5)
  // A key that was never seen is no try when it is taken.
  const blog = await world.addSite(BLOG)
  world.clock.time += 6
  for (let at = 0; at < 5; at++) {
    world.clock.time += 6
    assert.equal(await read(blog.key), 404)
  }
  assert.deepEqual([await read('x'), await read('x'), await read('x')], [401, 401, 429])
})

test('of IPv6 a /48 is limited too, to more', async (t) => {
  const world = await serviceWorld(t, { trustedProxies: ['loopback'], limits: { visitors: TIGHT } })
  await world.addSite(SHOP)
  const addresses = Array.from({ length: 33 }, (_, at) => `2001:db8:7:${at.toString(16)}::1`)
  const statuses = await statusesFrom(world, ...addresses)
  assert.deepEqual(statuses, [...new Array<number>(32).fill(302), 429])
  assert.deepEqual(await statusesFrom(world, '2001:db8:8::1', '192.0.2.9'), [302, 302])
})

test('what is recorded of one visitor is limited, whoever sends it', async (t) => {
  const world = await serviceWorld(t, { limits: { choices: TIGHT } })
  const shop = await world.addSite(SHOP)
  const { visitor, cookie } = await world.visit(shop)
  const { visitor: other } = await world.visit(shop)
  const say = (who: string) => world.preferences(shop.key, who, { preferences: { consent: 'all' } })
  assert.equal((await say(visitor)).status, 200)
  const form = { method: 'POST', headers: { cookie } }
  assert.equal((await world.request('/choices', form)).status, 403)
  const { entries } = await world.store.counts()
  const refused = await say(visitor.toUpperCase())
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '2'])
  assert.equal((await world.request('/choices', form)).status, 429)
  assert.equal((await world.store.counts()).entries, entries)
  assert.equal((await world.preferences(shop.key, visitor)).status, 200)
  assert.equal((await world.request('/choices', { headers: { cookie } })).status, 200)
  assert.equal((await say(other)).status, 200)
  world.clock.time += 2
  assert.equal((await say(visitor)).status, 200)
})

test('of one visitor twenty choices are taken at once', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  const { visitor } = await world.visit(shop)
  const answers = await Promise.all(
    Array.from({ length: 60 }, () =>
      world.preferences(shop.key, visitor, { preferences: { consent: 'all' } }),
    ),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 20)
  assert.ok((await world.store.log({ limit: 100, visitor })).length <= 20)
})

test('what the policy does not know makes the store read it once a second', async (t) => {
  const store = await openSqlite(join(temporaryFolder(t), 'consent.db'))
  let read = 0
  const policies = () => {
    read++
    return store.policies()
  }
  const world = await worldOn(t, { ...store, policies })
  const shop = await world.addSite(SHOP)
  const { visitor } = await world.visit(shop)
  for (let at = 0; at < 30; at++) {
    const preferences = { consent: 'all', categories: { [`c${at}`]: true } }
    assert.equal((await world.preferences(shop.key, visitor, { preferences })).status, 400)
  }
  assert.equal(read, 2)
})

/** Sends the head of a POST with this length, then pieces until the other side has answered. */
function stream(world: ServiceWorld, key: string, length: string, piece: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1')
    const timer = setInterval(() => socket.write(piece), 5)
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(timer)
      resolve(answer)
    })
    socket.write(
      `POST /api/v1/token HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n${length}\r\n\r\n`,
    )
  })
}

test('a body over 16 KB is 413, by what is declared and by what comes, and ends the connection', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const declared = await stream(world, key, 'Content-Length: 16385', '')
  assert.match(declared, /^HTTP\/1\.1 413 /)
  assert.match(declared, /"code":"body_too_large"/)
  const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`
  const streamed = await stream(world, key, 'Transfer-Encoding: chunked', chunk)
  assert.match(streamed, /^HTTP\/1\.1 413 /)
  assert.match(streamed, /^connection: close/im)
})

test('a body that does not come is 408', { timeout: 40_000 }, async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const answer = await stream(world, key, 'Content-Length: 100', '')
  assert.match(answer, /^HTTP\/1\.1 408 /)
})
