/** A provider that takes ten seconds, or for ever. The tests wait side by side: it is real time. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Seen, SHOP } from './visitor.ts'
import { open, type World } from './world.ts'

/** Seconds that an answer may take at most: hallpass gives the provider eight. */
const PATIENCE = 9.5

async function within(seconds: number, answer: Promise<Seen>): Promise<Seen> {
  const started = performance.now()
  const seen = await answer
  const took = (performance.now() - started) / 1000
  assert.ok(took < seconds, `it took ${took.toFixed(1)} s`)
  return seen
}

async function assertTimeout(world: World, target = '/auth/login?returnTo=/me'): Promise<void> {
  const visitor = world.visitor()
  const page = await within(PATIENCE, visitor.visit(target))
  assert.equal(page.status, 504, world.log)
  assert.match(page.body, /provider_timeout/)
  assert.ok(Number(page.headers.get('retry-after')) > 0, 'Retry-After')
  assert.equal(visitor.sessionCookie, undefined)
  world.provider.slow = {}
  world.provider.instead = {}
  world.now += 10
  const again = await within(3, visitor.visit('/auth/login?returnTo=/me'))
  assert.equal(again.status, 200, 'the login can be tried again')
}

describe('a slow provider', { concurrency: true }, () => {
  for (const endpoint of ['metadata', 'token', 'jwks', 'userinfo']) {
    test(`${endpoint} takes ten seconds: a 504 page with Retry-After`, async (t) => {
      const world = await open(t)
      world.provider.slow[endpoint] = 10
      await assertTimeout(world)
    })
  }

  test('the token endpoint begins its answer and never ends it: a 504 page', async (t) => {
    const world = await open(t)
    world.provider.instead.token = () => ({ body: '{"access_token":', ending: 'stall' })
    await assertTimeout(world)
  })

  test('visitors at other pages do not wait for it', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    Object.assign(world.provider.slow, { metadata: 10, token: 10, jwks: 10 })
    const login = world.visitor().visit('/auth/login')
    await within(0.5, world.visitor().send('/'))
    await within(0.5, visitor.send('/me'))
    await login
  })

  test('the first request of a refresh waits, those after it do not', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.now += 250
    world.provider.slow.token = 10
    const answers = [1, 2, 3].map(() => within(PATIENCE, visitor.send('/me')))
    for (const { status } of await Promise.all(answers)) assert.equal(status, 200)
    for (let i = 0; i < 5; i++) {
      assert.equal((await within(0.5, visitor.send('/me'))).status, 200)
    }
    const calls = world.provider.callsOf('token').filter(({ form }) => form.has('refresh_token'))
    assert.equal(calls.length, 1)
  })

  test('a logout waits three seconds for the revocation, and is done', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.provider.slow.revoke = 10
    const answer = await within(4, visitor.send('/auth/logout', { method: 'POST', from: SHOP }))
    assert.equal(answer.status, 303)
    assert.equal((await visitor.session()).signedIn, false)
    assert.match(world.log, /not revoked in time/)
  })
})
