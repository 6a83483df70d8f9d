import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newApiKey } from '../../src/consent-service/api-key.ts'
import { SHOP, serviceWorld } from './service-world.ts'

test('a header that is no key of ours is 401, whatever it is', async (t) => {
  const world = await serviceWorld(t)
  const keyed = await world.addSite(SHOP)
  const { visitor } = await world.visit(keyed)
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    'Bearer %',
    'Bearer %E0%A4%A',
    `Basic ${keyed.key}`,
    keyed.key,
    `Bearer ${keyed.key}, Bearer ${keyed.key}`,
    `Bearer ${keyed.key} x`,
    `Bearer${keyed.key}`,
    `Bearer ${keyed.key.slice(0, -1)}`,
    `Bearer ${keyed.key.toUpperCase()}`,
    'Bearer __proto__',
    `Bearer ${'x'.repeat(8000)}`,
    'Bearer \u00ff',
  ]) {
    const answer = await world.request(`/api/v1/users/${visitor}/preferences`, {
      headers: { authorization },
    })
    assert.equal(answer.status, 401, authorization)
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
    const { code } = (await answer.json()) as { code: string }
    assert.equal(code, 'api_key_invalid')
  }
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const answer = await world.request(`/api/v1/users/${visitor}/preferences`, {
      headers: { authorization: `${scheme} ${keyed.key}` },
    })
    assert.equal(answer.status, 200, scheme)
  }
})

test('a key is rotated without a gap, and ends', async (t) => {
  const world = await serviceWorld(t)
  const { key: old, site } = await world.addSite(SHOP)
  const { visitor } = await world.visit({ key: old, site })
  const { key, hash } = newApiKey()
  const read = async (with_: string) => (await world.preferences(with_, visitor)).status

  const now = world.clock.time * 1000
  await world.store.addKey(site.id, hash, now, now + 3_600_000)
  assert.deepEqual([await read(old), await read(key)], [200, 200])
  world.clock.time += 3590
  assert.deepEqual([await read(old), await read(key)], [200, 200])
  // An instance believes what it knows for five seconds.
  world.clock.time += 10 + 5.1
  assert.deepEqual([await read(old), await read(key)], [401, 200])
})

test('a site that was removed is nobody after five seconds', async (t) => {
  const world = await serviceWorld(t)
  const keyed = await world.addSite(SHOP)
  const { visitor } = await world.visit(keyed)
  assert.ok(await world.store.removeSite(keyed.site.id))
  world.clock.time += 5.1
  assert.equal((await world.preferences(keyed.key, visitor)).status, 401)
  assert.equal((await world.session(`${SHOP}/`)).status, 400)
})

test('a key that was just made is taken at once, also after a wrong one', async (t) => {
  const world = await serviceWorld(t)
  assert.equal((await world.api(newApiKey().key, '/api/v1/token', { code: 'x' })).status, 401)
  const { key } = await world.addSite(SHOP)
  assert.equal((await world.api(key, '/api/v1/token', { code: 'x' })).status, 400)
})
