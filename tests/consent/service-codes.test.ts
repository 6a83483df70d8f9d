import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLOG, codeOf, SHOP, serviceWorld } from './service-world.ts'

async function codeFrom(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { code: unknown }).code
}

test('a code works once', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const code = codeOf(await world.session(`${SHOP}/`))
  assert.equal((await world.api(key, '/api/v1/token', { code })).status, 200)
  const again = await world.api(key, '/api/v1/token', { code })
  assert.equal(again.status, 400)
  assert.equal(await codeFrom(again), 'code_invalid')
})

test('of fifty who use a code at once, one gets the visitor', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const code = codeOf(await world.session(`${SHOP}/`))
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => world.api(key, '/api/v1/token', { code })),
  )
  const statuses = answers.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [200, ...new Array<number>(49).fill(400)])
})

test('a code is dead after 60 seconds', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const late = codeOf(await world.session(`${SHOP}/`))
  world.clock.time += 60.1
  assert.equal((await world.api(key, '/api/v1/token', { code: late })).status, 400)
  const inTime = codeOf(await world.session(`${SHOP}/`))
  world.clock.time += 59
  assert.equal((await world.api(key, '/api/v1/token', { code: inTime })).status, 200)
})

test('another site cannot use a code, and then nobody can', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  const blog = await world.addSite(BLOG)
  const code = codeOf(await world.session(`${SHOP}/`))
  assert.equal((await world.api(blog.key, '/api/v1/token', { code })).status, 400)
  assert.equal((await world.api(shop.key, '/api/v1/token', { code })).status, 400)
})

test('what is no code', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  for (const code of ['', 'none', 'x'.repeat(43), 'x'.repeat(10_000), '../../', '\u0000']) {
    const answer = await world.api(key, '/api/v1/token', { code })
    assert.equal(answer.status, 400)
    assert.equal(await codeFrom(answer), 'code_invalid')
  }
  for (const body of [
    {},
    { code: null },
    { code: 1 },
    { code: ['x'] },
    { code: {} },
    [],
    'x',
    '1',
  ]) {
    const answer = await world.api(key, '/api/v1/token', body)
    assert.equal(answer.status, 400)
    assert.equal(await codeFrom(answer), 'bad_request')
  }
})

test('without the key of a site a code stays good', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite(SHOP)
  const code = codeOf(await world.session(`${SHOP}/`))
  assert.equal((await world.api(undefined, '/api/v1/token', { code })).status, 401)
  assert.equal((await world.api(`hpk_${'x'.repeat(43)}`, '/api/v1/token', { code })).status, 401)
  assert.equal((await world.api(key, '/api/v1/token', { code })).status, 200)
})
