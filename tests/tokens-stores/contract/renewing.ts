/** Renewing: one after the other, a hundred at once, and after a lost answer. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { atOnce, type Grounds, isOut } from './ground.ts'

export function renewing(ground: Grounds): void {
  describe('renewing', () => {
    test('gives another token each time, for the same session', async () => {
      const { here, there, later } = await ground({ idle: 1000, absolute: 2000 })
      const grant = { sub: 'una', label: 'Firefox on Linux', data: { roles: ['reader'] } }
      const issued = await here.issue(grant)
      const { session } = issued
      const { createdAt } = session
      assert.deepEqual(session, {
        ...grant,
        id: session.id,
        createdAt,
        lastUsedAt: createdAt,
        expiresAt: createdAt + 1000,
      })
      const tokens = [issued.token]
      for (const wait of [0, 100, 900, 999]) {
        later(wait)
        const renewed = await there.renew(tokens.at(-1) ?? '')
        tokens.push(renewed.token)
        const lastUsedAt = renewed.session.lastUsedAt
        const expiresAt = Math.min(lastUsedAt + 1000, createdAt + 2000)
        assert.deepEqual(renewed.session, { ...session, lastUsedAt, expiresAt })
        assert.deepEqual(await here.get(session.id), renewed.session)
      }
      assert.equal(new Set(tokens).size, 5)
    })

    test('a hundred at once get the same token, which works', async () => {
      const place = await ground()
      let { token } = await place.here.issue({ sub: 'una' })
      for (let round = 0; round < 3; round += 1) {
        const spent = token
        const renewed = await atOnce(place, 100, (refreshTokens) => refreshTokens.renew(spent))
        const given = new Set(renewed.map((one) => one.token))
        assert.equal(given.size, 1)
        token = renewed[0]?.token ?? ''
        assert.notEqual(token, spent)
        place.later(100)
      }
      assert.deepEqual(place.reused, [])
      assert.equal((await place.here.list('una')).length, 1)
    })

    test('one whose answer was lost gets it again, and later another one', async () => {
      const { here, there, later, reused } = await ground()
      const { token } = await here.issue({ sub: 'una' })
      const lost = await here.renew(token)
      later(30)
      assert.equal((await there.renew(token)).token, lost.token)
      later(500)
      const second = await there.renew(token)
      assert.notEqual(second.token, lost.token)
      later(70)
      const third = await here.renew(token)
      later(1000)
      assert.equal((await there.renew(third.token)).session.sub, 'una')
      assert.deepEqual(reused, [])
    })

    test('a hundred at once whose answer was lost get the same other one', async () => {
      const place = await ground()
      const { token } = await place.here.issue({ sub: 'una' })
      await place.here.renew(token)
      place.later(100)
      const renewed = await atOnce(place, 100, (refreshTokens) => refreshTokens.renew(token))
      assert.equal(new Set(renewed.map((one) => one.token)).size, 1)
      place.later(100)
      await place.there.renew(renewed[0]?.token ?? '')
      assert.deepEqual(place.reused, [])
    })

    test('without grace a spent token is good for half a minute alone', async () => {
      const place = await ground({ grace: 0 })
      const { token } = await place.here.issue({ sub: 'una' })
      const next = await place.here.renew(token)
      place.later(30)
      assert.equal((await place.there.renew(token)).token, next.token)
      place.later(1)
      await isOut(place, token)
      await isOut(place, next.token)
    })

    test('a session is over when it was not used, and in any case at its end', async () => {
      const place = await ground({ idle: 1000, absolute: 2500 })
      const { here, later } = place
      const idle = await here.issue({ sub: 'una' })
      let used = await here.issue({ sub: 'una' })
      later(999)
      used = await here.renew(used.token)
      assert.ok(await here.get(idle.session.id))
      later(1)
      assert.equal(await here.get(idle.session.id), undefined)
      assert.deepEqual(
        (await here.list('una')).map(({ id }) => id),
        [used.session.id],
      )
      await isOut(place, idle.token)
      later(998)
      used = await here.renew(used.token)
      assert.equal(used.session.expiresAt - used.session.createdAt, 2500)
      later(502)
      await isOut(place, used.token)
      assert.deepEqual(await here.list('una'), [])
      assert.deepEqual(place.reused, [])
    })
  })
}
