/** Signing out: this device, another one, all of them; also while one is renewing. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Ground, type Grounds, isOut } from './ground.ts'

export function ending(ground: Grounds): void {
  describe('ending', () => {
    test('revoke takes the good token, a spent one, and one that was replaced', async () => {
      const place = await ground()
      const { here, there, later } = place
      for (const which of [0, 1, 2, 3]) {
        const first = await here.issue({ sub: 'una' })
        const lost = await here.renew(first.token)
        later(31)
        const second = await here.renew(first.token)
        const third = await here.renew(second.token)
        const tokens = [first, lost, second, third].map(({ token }) => token)
        const token = tokens[which] ?? ''
        assert.equal(await there.revoke(token), true)
        assert.equal(await here.revoke(token), false)
        for (const one of tokens) await isOut(place, one)
      }
      assert.deepEqual(place.reused, [])
    })

    test('end takes a session of this user, and of nobody else', async () => {
      const place = await ground()
      const { here, there } = place
      const una = await here.issue({ sub: 'una' })
      const ada = await here.issue({ sub: 'ada' })
      assert.equal(await there.end('ada', una.session.id), false)
      for (const id of ['', 'AAAAAAAAAAAAAAAAAAAAAA', `${una.session.id}=`, una.token]) {
        assert.equal(await there.end('una', id), false)
        assert.equal(await there.get(id), undefined)
      }
      assert.equal(await there.end('una', una.session.id), true)
      assert.equal(await there.end('una', una.session.id), false)
      await isOut(place, una.token)
      assert.deepEqual(await here.list('ada'), [ada.session])
    })

    test('endAll takes all sessions of a user, and says how many', async () => {
      const place = await ground()
      const { here, there } = place
      const users = ['una', 'ada', 'una ', 'UNA', 'una', 'una']
      const issued = await Promise.all(users.map((sub) => here.issue({ sub })))
      assert.equal(await there.endAll('una'), 3)
      assert.equal(await there.endAll('una'), 0)
      for (const [index, sub] of users.entries()) {
        const token = issued[index]?.token ?? ''
        if (sub === 'una') await isOut(place, token)
        else assert.equal((await there.renew(token)).session.sub, sub)
      }
      for (const nobody of ['', 'x'.repeat(1000), '\ud800']) {
        assert.equal(await here.endAll(nobody), 0)
        assert.deepEqual(await here.list(nobody), [])
      }
    })

    const ways: Readonly<Record<string, (place: Ground, token: string, id: string) => unknown>> = {
      revoke: ({ there }, token) => there.revoke(token),
      end: ({ there }, _token, id) => there.end('una', id),
      endAll: ({ there }) => there.endAll('una'),
    }
    for (const [name, end] of Object.entries(ways)) {
      test(`${name} during renewals leaves nobody in`, async () => {
        const place = await ground()
        for (let round = 0; round < 12; round += 1) {
          const { token, session } = await place.here.issue({ sub: 'una' })
          const renewing = [place.here, place.there, place.here, place.there].map((one) =>
            one.renew(token),
          )
          const ended = end(place, token, session.id)
          const all = await Promise.allSettled(renewing)
          assert.ok(await ended)
          await isOut(place, token)
          for (const one of all) {
            if (one.status === 'fulfilled') await isOut(place, one.value.token)
          }
          assert.equal(await place.here.get(session.id), undefined)
          assert.deepEqual(await place.there.list('una'), [])
        }
        assert.deepEqual(place.reused, [])
      })
    }
  })

  describe('the sessions of a user', () => {
    test('are listed, the one that was used last first', async () => {
      const { here, there, later } = await ground()
      const labels = ['Phone', 'Laptop', 'Script']
      const tokens: string[] = []
      for (const label of labels) {
        tokens.push((await here.issue({ sub: 'una', label })).token)
        later(10)
      }
      await there.renew(tokens[1] ?? '')
      const listed = await there.list('una')
      assert.deepEqual(
        listed.map(({ label }) => label),
        ['Laptop', 'Script', 'Phone'],
      )
      for (const session of listed) assert.deepEqual(await here.get(session.id), session)
    })

    test('are a hundred at most: the one that was not used for longest goes', async () => {
      const place = await ground()
      const { here, later } = place
      const first = await here.issue({ sub: 'una' })
      const second = await here.issue({ sub: 'una' })
      const used = await here.issue({ sub: 'una' })
      later(10)
      const renewed = await here.renew(used.token)
      later(10)
      await Promise.all(Array.from({ length: 98 }, () => here.issue({ sub: 'una' })))
      const left = (await here.list('una')).map(({ id }) => id)
      assert.equal(left.length, 100)
      // Of two that are equally old, any.
      assert.equal(
        left.filter((id) => [first, second].some(({ session }) => session.id === id)).length,
        1,
      )
      await here.renew(renewed.token)
      await here.issue({ sub: 'ada' })
      await here.issue({ sub: 'una' })
      assert.equal((await here.list('una')).length, 100)
      for (const { token } of [first, second]) await isOut(place, token)
    })
  })
}
