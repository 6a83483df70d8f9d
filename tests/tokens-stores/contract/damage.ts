/** What a store lost, or has where a session belongs. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rejection } from '../../rejection.ts'
import { LONG } from '../../stores/contract/ground.ts'
import { type Grounds, indexOf, isOut } from './ground.ts'

export function damage(ground: Grounds): void {
  describe('damage', () => {
    test("a session that cannot be read is 503, and is in nobody's way", async () => {
      const place = await ground()
      const { here, there, store } = place
      const { token, session } = await here.issue({ sub: 'una' })
      const good = await here.issue({ sub: 'una' })
      const options = { ttl: LONG, indexes: [indexOf('una')] }
      await store.set(`refresh:${session.id}`, '{"v":2}', options)
      for (const asked of [
        () => there.renew(token),
        () => there.revoke(token),
        () => there.get(session.id),
        () => there.end('una', session.id),
      ]) {
        assert.equal((await rejection(asked())).code, 'store_unavailable')
      }
      assert.deepEqual(await there.list('una'), [good.session])
      await here.issue({ sub: 'una' })
      assert.equal(await there.endAll('una'), 2)
      await isOut(place, token)
    })

    test('a store that lost the last renewal takes the token that came of it', async () => {
      const place = await ground()
      const { here, there, store, later } = place
      const { token, session } = await here.issue({ sub: 'una' })
      const second = await here.renew(token)
      const key = `refresh:${session.id}`
      const before = await store.get(key)
      later(100)
      const third = await here.renew(second.token)
      await store.set(key, before?.value ?? '', { ttl: LONG, indexes: [indexOf('una')] })
      later(100)
      const fourth = await there.renew(third.token)
      later(100)
      assert.equal((await here.renew(fourth.token)).session.id, session.id)
      assert.deepEqual(place.reused, [])
      await isOut(place, second.token)
      assert.equal(place.reused.length, 1)
    })

    test('a store that was emptied signs out, and tells no reuse', async () => {
      const place = await ground()
      const { token, session } = await place.here.issue({ sub: 'una' })
      await place.store.delete(`refresh:${session.id}`)
      await isOut(place, token)
      assert.equal(await place.here.revoke(token), false)
      assert.deepEqual(place.reused, [])
    })
  })
}
