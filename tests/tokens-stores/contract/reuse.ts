/** A token in two hands ends its session; one that we did not make ends nothing. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { partsOf, tokenOf } from '../../../src/tokens/refresh/token.ts'
import { atOnce, type Grounds, indexOf, isOut, isRefused } from './ground.ts'

export function reuse(ground: Grounds): void {
  describe('reuse', () => {
    test('of a token whose successor was used ends the session, and is told once', async () => {
      const place = await ground()
      const { here, there, later, reused, log } = place
      const first = await here.issue({ sub: 'una', label: 'Phone' })
      const other = await here.issue({ sub: 'una' })
      const second = await here.renew(first.token)
      const third = await there.renew(second.token)
      later(31)
      await isRefused(there.renew(first.token))
      for (const { token } of [first, second, third]) await isOut(place, token)
      assert.deepEqual(reused, [third.session])
      assert.equal(log.lines.length, 1)
      assert.match(log.text, /^warn a spent refresh token came again/)
      assert.ok(log.text.includes(first.session.id))
      for (const secret of ['una', 'Phone', first.token, third.token]) {
        assert.ok(!log.text.includes(secret))
      }
      assert.deepEqual(await here.list('una'), [other.session])
    })

    test('of an answer that was given up for lost ends the session', async () => {
      const place = await ground()
      const { here, there, later } = place
      const { token } = await here.issue({ sub: 'una' })
      const owner = await here.renew(token)
      later(300)
      const thief = await there.renew(token)
      await isOut(place, owner.token)
      await isOut(place, thief.token)
      assert.equal(place.reused.length, 1)
    })

    test('after the grace ends the session', async () => {
      const place = await ground({ grace: 100 })
      const { token } = await place.here.issue({ sub: 'una' })
      const next = await place.here.renew(token)
      place.later(101)
      await isOut(place, token)
      await isOut(place, next.token)
      assert.equal(place.reused.length, 1)
    })

    test('a hundred times at once is told once, and lets nobody in', async () => {
      const place = await ground()
      const first = await place.here.issue({ sub: 'una' })
      const second = await place.here.renew(first.token)
      const third = await place.here.renew(second.token)
      place.later(31)
      await atOnce(place, 100, (refreshTokens) => isRefused(refreshTokens.renew(first.token)))
      assert.equal(place.reused.length, 1)
      await isOut(place, third.token)
    })

    test('beside a renewal of the good token lets nobody stay', async () => {
      const place = await ground()
      for (let round = 0; round < 10; round += 1) {
        const first = await place.here.issue({ sub: 'una' })
        const second = await place.here.renew(first.token)
        const third = await place.here.renew(second.token)
        place.later(31)
        const tokens = [first.token, third.token]
        const all = await Promise.allSettled(
          Array.from({ length: 10 }, (_, index) => place.there.renew(tokens[index % 2] ?? '')),
        )
        for (const one of all) if (one.status === 'fulfilled') await isOut(place, one.value.token)
        assert.equal(await place.here.get(first.session.id), undefined)
      }
      assert.equal(place.reused.length, 10)
    })

    test('that cannot be told is logged, and ends the session all the same', async () => {
      const onReuse = () => Promise.reject(new Error('a secret of the app'))
      const place = await ground({ onReuse, grace: 0 })
      const { token } = await place.here.issue({ sub: 'una' })
      const next = await place.here.renew(token)
      place.later(31)
      await isOut(place, token)
      await isOut(place, next.token)
      assert.match(place.log.text, /error onReuse failed/)
      assert.ok(!place.log.text.includes('a secret of the app'))
    })
  })

  describe('a token that we did not make', () => {
    test('ends nothing, though it names a session', async () => {
      const place = await ground()
      const { here, there } = place
      const { token, session } = await here.issue({ sub: 'una' })
      const forged = tokenOf(session.id, randomBytes(32), randomBytes(32))
      const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BA' : 'AA'}`
      for (const foreign of [forged, changed, '', 'hpr_', session.id, 'x'.repeat(100_000)]) {
        await isRefused(there.renew(foreign))
        assert.equal(await there.revoke(foreign), false)
      }
      assert.deepEqual(place.reused, [])
      assert.ok(await here.renew(token))
    })

    test('cannot be made of what the store has', async () => {
      const place = await ground({ grace: 86_400 })
      const { here, store } = place
      const first = await here.issue({ sub: 'una' })
      const second = await here.renew(first.token)
      const [entry] = await store.list(indexOf('una'))
      const text = String(entry?.value)
      for (const { token } of [first, second]) {
        const secret = Buffer.from(partsOf(token)?.secret ?? '')
        assert.ok(secret.length === 32 && !text.includes(secret.toString('base64url')))
      }
      const { chain } = JSON.parse(text)
      const key = Buffer.from(chain.key, 'base64url')
      const kept = [chain.key, chain.current, chain.salt, chain.next, chain.spent[0].digest]
      assert.equal(new Set(kept).size, 5)
      for (const value of [...kept, chain.spent[0].salt]) {
        const token = tokenOf(first.session.id, Buffer.from(value, 'base64url'), key)
        await isRefused(here.renew(token))
      }
    })
  })
}
