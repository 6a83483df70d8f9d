import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Category, CLASSIC_CATEGORIES } from '../../src/consent/wire/categories.ts'
import { type ServiceWorld, SHOP, serviceWorld } from './service-world.ts'

const MORE: readonly Category[] = [...CLASSIC_CATEGORIES, { id: 'video' }, { id: 'chat' }]

async function publish(world: ServiceWorld, material: boolean, categories = MORE): Promise<void> {
  await world.store.addPolicy({ text: 'Words.', categories, material, at: world.clock.time * 1000 })
}

interface Answer {
  readonly preferences: { consent: string; categories: Record<string, boolean> }
  readonly updated_at: string | null
  readonly policy: number
}

async function someone(world: ServiceWorld) {
  const { key, site } = await world.addSite(SHOP)
  const { visitor } = await world.visit({ key, site })
  const ask = async (body?: unknown) => {
    const answer = await world.preferences(key, visitor, body)
    assert.equal(answer.status, 200)
    return (await answer.json()) as Answer
  }
  const say = (consent: string, categories?: object, rest: object = {}) =>
    ask({ preferences: { consent, ...(categories && { categories }) }, ...rest })
  return { visitor, ask, say }
}

test('a material change asks again, a wording change does not', async (t) => {
  const world = await serviceWorld(t)
  await publish(world, true)
  const { ask, say } = await someone(world)
  const granted = { performance: true, functionality: true, video: true, chat: true }
  const first = await say('all', granted, { policy: 1 })
  assert.deepEqual([first.preferences.consent, first.policy], ['all', 1])

  world.clock.time += 6
  await publish(world, false)
  world.clock.time += 6
  assert.deepEqual([(await ask()).preferences.consent, (await ask()).policy], ['all', 2])

  await publish(world, true)
  world.clock.time += 6
  const asked = await ask()
  assert.deepEqual(asked.preferences, { consent: 'unset', categories: {} })
  assert.deepEqual([asked.policy, asked.updated_at], [3, first.updated_at])

  // A page that still shows the old text does not answer for the new one.
  assert.equal((await say('all', undefined, { policy: 2 })).preferences.consent, 'unset')
  const again = await say('essential', undefined, { policy: 3 })
  assert.deepEqual(again.preferences, {
    consent: 'essential',
    categories: { performance: false, functionality: false, video: false, chat: false },
  })
})

test('a page may know a version before this instance does', async (t) => {
  const world = await serviceWorld(t)
  const { ask, say } = await someone(world)
  assert.equal((await ask()).policy, 0)
  await publish(world, true)
  const answer = await say('all', { video: true }, { policy: 1 })
  assert.deepEqual([answer.policy, answer.preferences.categories.video], [1, true])
})

test('a choice of one category leaves the others', async (t) => {
  const world = await serviceWorld(t)
  await publish(world, true)
  const { ask, say } = await someone(world)
  await say('essential', { video: true })
  const old = await say('performance')
  assert.deepEqual(old.preferences, {
    consent: 'performance',
    categories: { performance: true, functionality: false, video: true, chat: false },
  })
  await Promise.all([say('performance', { video: false }), say('performance', { chat: true })])
  const { categories } = (await ask()).preferences
  assert.deepEqual([categories.video, categories.chat], [false, true])
})

test('a site that asks about some categories leaves the others', async (t) => {
  const world = await serviceWorld(t)
  await publish(world, true)
  const { say } = await someone(world)
  await say('functionality')
  const { preferences } = await say('performance', { performance: true }, { policy: 1 })
  assert.deepEqual(preferences, {
    consent: 'all',
    categories: { performance: true, functionality: true, video: false, chat: false },
  })
  const off = await say('essential', { performance: false }, { policy: 1 })
  assert.equal(off.preferences.consent, 'functionality')
})

test('a page that shows an older version leaves what is newer', async (t) => {
  const world = await serviceWorld(t)
  await publish(world, true, CLASSIC_CATEGORIES)
  await publish(world, false)
  const { say } = await someone(world)
  await say('essential', { video: true }, { policy: 2 })
  const { preferences } = await say('all', undefined, { policy: 1 })
  assert.deepEqual(preferences, {
    consent: 'all',
    categories: { performance: true, functionality: true, video: true, chat: false },
  })
})

test('a signal is recorded and chooses nothing', async (t) => {
  const world = await serviceWorld(t)
  const { ask, say, visitor } = await someone(world)
  const signal = await say('essential', undefined, { act: 'gpc' })
  assert.deepEqual(signal.preferences, { consent: 'unset', categories: {} })
  assert.equal(signal.updated_at, null)
  await say('all')
  assert.equal((await say('unset', undefined, { act: 'gpc' })).preferences.consent, 'all')
  assert.equal((await ask()).preferences.consent, 'all')
  const acts = (await world.store.log({ limit: 10, visitor })).map(({ record }) => record?.act)
  assert.deepEqual(acts, ['accept_all', 'gpc'])
})

test('of a choice made while the service was down the newer one wins', async (t) => {
  const world = await serviceWorld(t)
  const { say } = await someone(world)
  const at = (seconds: number) => new Date((world.clock.time + seconds) * 1000).toISOString()
  await say('all')
  const old = await say('essential', undefined, { act: 'sync', chosen_at: at(-60) })
  assert.equal(old.preferences.consent, 'all')
  world.clock.time += 120
  const newer = await say('essential', undefined, { act: 'sync', chosen_at: at(-60) })
  assert.deepEqual(
    [newer.preferences.consent, newer.updated_at],
    ['essential', '2027-01-15T08:01:00.000000+00:00'],
  )
  // A clock that is fast does not win for ever.
  const fast = await say('performance', undefined, { act: 'sync', chosen_at: at(86_400) })
  assert.equal(fast.updated_at, '2027-01-15T08:02:00.000000+00:00')
  world.clock.time += 1
  assert.equal((await say('all')).preferences.consent, 'all')
})

test('the record says whether the page showed the text', async (t) => {
  const world = await serviceWorld(t)
  await publish(world, true)
  const { say, visitor } = await someone(world)
  await say('all')
  await say('all', undefined, { policy: 1 })
  const shown = (await world.store.log({ limit: 10, visitor })).map(({ record }) => [
    record?.policy,
    record?.policyShown,
  ])
  assert.deepEqual(shown, [
    [1, true],
    [1, false],
  ])
})
