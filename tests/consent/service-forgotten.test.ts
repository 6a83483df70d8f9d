import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { SHOP, serviceWorld } from './service-world.ts'

test('who is forgotten while their pages load comes back as somebody else', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  for (let round = 0; round < 20; round += 1) {
    const { visitor, cookie } = await world.visit(shop)
    const loads = Array.from({ length: 4 }, () => world.session(`${SHOP}/`, cookie))
    const forgotten = setTimeout(round % 5).then(() => world.store.forget(visitor, 1))
    const [isForgotten, ...answers] = await Promise.all([forgotten, ...loads])
    assert.equal(isForgotten, true)
    assert.ok(answers.every(({ status }) => status === 302))
    assert.equal(await world.store.visitor(visitor), undefined)
    const again = await world.visit(shop, cookie)
    assert.notEqual(again.visitor, visitor)
  }
})
