/** Tokens in a storage: kept, shared by several clients, and lost. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { eachTest, slowStorageOf, storageOf, una } from './clients.ts'

const here = eachTest()

for (const [name, storage] of [
  ['a storage', storageOf],
  ['a storage that takes time', slowStorageOf],
] as const) {
  describe(name, () => {
    test('keeps the session for the next client', async () => {
      const items = new Map<string, string>()
      await here.signedIn({ storage: storage(items) })
      const client = here.clientOf({ storage: storage(items) })
      await client.ready
      assert.deepEqual([client.signedIn, client.claims?.sub], [true, 'una'])
      assert.equal((await client.fetch('/me')).status, 200)
      assert.equal(await client.logout(), true)
      assert.equal(items.size, 0)
    })

    test('two clients over a token that ran out: one session, and nobody is put out', async () => {
      const items = new Map<string, string>()
      const one = await here.signedIn({ storage: storage(items) })
      const two = here.clientOf({ storage: storage(items) })
      for (let round = 0; round < 5; round += 1) {
        here.pass(3600)
        const all = await Promise.all([one, two, one, two].map((client) => client.fetch('/me')))
        assert.deepEqual(
          all.map(({ status }) => status),
          [200, 200, 200, 200],
        )
      }
      assert.equal(here.ended, 0)
      assert.equal((await here.world.service.refreshTokens.list('una')).length, 1)
    })

    test('a logout by one ends the other; a session that was ended ends both', async () => {
      const items = new Map<string, string>()
      const one = await here.signedIn({ storage: storage(items) })
      const two = here.clientOf({ storage: storage(items) })
      await two.ready
      await one.logout()
      await assert.rejects(two.fetch('/me'), { code: 'login_required' })
      assert.equal(here.ended, 1, 'of the one that did not log out')
      await two.login(una)
      assert.equal((await one.fetch('/me')).status, 200)
      await here.world.service.refreshTokens.endAll('una')
      assert.equal((await one.fetch('/me')).status, 401)
      await assert.rejects(two.fetch('/me'), { code: 'login_required' })
      assert.equal(here.ended, 3)
    })

    test('a logout during a renewal stays one', async () => {
      const items = new Map<string, string>()
      const client = await here.signedIn({ storage: storage(items) })
      here.pass(3600)
      const gate = Promise.withResolvers<void>()
      const asked = Promise.withResolvers<void>()
      here.world.instead = async (req) => {
        if (req.url !== '/renew') return false
        asked.resolve()
        await gate.promise
        return false
      }
      const waiting = client.fetch('/me')
      await asked.promise
      assert.equal(await client.logout(), true)
      gate.resolve()
      await assert.rejects(waiting, { code: 'login_required' })
      assert.deepEqual([items.size, client.signedIn, here.ended], [0, false, 0])
      assert.deepEqual(await here.world.service.refreshTokens.list('una'), [])
    })
  })
}

test('what other things wrote into the storage is nobody’s session', async () => {
  for (const text of ['', 'x', '[]', '{"token":"a"}', '{"token":1,"refreshToken":"b"}', 'null']) {
    const items = new Map([[`hallpass:${here.world.origin}/`, text]])
    const client = here.clientOf({ storage: storageOf(items) })
    assert.equal(client.signedIn, false)
    await assert.rejects(client.fetch('/me'), { code: 'login_required' })
    await client.login(una)
    assert.equal((await client.fetch('/me')).status, 200)
  }
})

test('a storage that fails is left, and the session goes on in memory', async () => {
  const broken = () => {
    throw new Error('full')
  }
  for (const storage of [
    { ...storageOf(), setItem: broken },
    { ...storageOf(), getItem: broken },
    { ...slowStorageOf(), setItem: () => Promise.reject(new Error('full')) },
    { ...slowStorageOf(), getItem: () => Promise.reject(new Error('gone')) },
  ]) {
    const client = await here.signedIn({ storage })
    here.pass(3600)
    assert.equal((await client.fetch('/me')).status, 200)
    assert.equal(client.signedIn, true)
    await client.logout()
    assert.equal(client.signedIn, false)
  }
})

test('onChange hears of logins, renewals and ends, and stops', async () => {
  const client = here.clientOf()
  let heard = 0
  const stop = client.onChange(() => {
    heard += 1
  })
  await client.login(una)
  assert.equal(heard, 1)
  here.pass(3600)
  await client.fetch('/me')
  assert.equal(heard, 2)
  await client.logout()
  await setTimeout()
  assert.equal(heard, 3)
  stop()
  await client.login(una)
  assert.equal(heard, 3)
})
