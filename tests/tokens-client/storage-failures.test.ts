/** A storage that fails for a moment, or for good: nothing old stays in it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TokenStorage } from '../../src/tokens-client.ts'
import { eachTest, slowStorageOf, storageOf } from './clients.ts'

const here = eachTest()

/** A storage with a method that fails while it is told to. */
function failing(storage: TokenStorage, method: 'getItem' | 'setItem') {
  const state = { fails: false }
  const call = storage[method] as (...all: unknown[]) => unknown
  const failed = (...all: unknown[]) => {
    if (state.fails) throw new Error('not now')
    return call(...all)
  }
  return Object.assign(state, { storage: { ...storage, [method]: failed } as TokenStorage })
}

for (const [name, storageIn] of [
  ['a storage', storageOf],
  ['a storage that takes time', slowStorageOf],
] as const) {
  describe(name, () => {
    test('that cannot be written at a renewal keeps no old token', async () => {
      const items = new Map<string, string>()
      const full = failing(storageIn(items), 'setItem')
      const client = await here.signedIn({ storage: full.storage })
      full.fails = true
      here.pass(3600)
      assert.equal((await client.fetch('/me')).status, 200)
      assert.equal(items.size, 0)
      // Another tab has nothing old to renew with, which would end this session.
      here.pass(2000)
      const other = here.clientOf({ storage: full.storage })
      await assert.rejects(other.fetch('/me'), { code: 'login_required' })
      assert.equal((await client.fetch('/me')).status, 200)
      assert.deepEqual([client.signedIn, here.ended], [true, 0])
    })

    test('that cannot be read for a moment is asked again, and a logout empties it', async () => {
      const items = new Map<string, string>()
      const broken = failing(storageIn(items), 'getItem')
      const client = await here.signedIn({ storage: broken.storage })
      broken.fails = true
      assert.equal((await client.fetch('/me')).status, 200)
      assert.equal(client.signedIn, true)
      broken.fails = false
      here.pass(3600)
      assert.equal((await client.fetch('/me')).status, 200)
      assert.equal(items.size, 1)
      assert.equal(await client.logout(), true)
      assert.equal(items.size, 0)
    })
  })
}

test('a storage that was left is emptied by a logout, even if it could not be before', async () => {
  const items = new Map<string, string>()
  const under = storageOf(items)
  let isReadOnly = false
  const refuse = () => {
    if (isReadOnly) throw new Error('read-only')
  }
  const storage: TokenStorage = {
    getItem: under.getItem,
    setItem: (key, text) => [refuse(), under.setItem(key, text)],
    removeItem: (key) => [refuse(), under.removeItem(key)],
  }
  const client = await here.signedIn({ storage })
  isReadOnly = true
  here.pass(3600)
  assert.equal((await client.fetch('/me')).status, 200)
  assert.equal(items.size, 1)
  isReadOnly = false
  assert.equal(await client.logout(), true)
  assert.deepEqual([items.size, here.clientOf({ storage }).signedIn], [0, false])
})

test('a promise of a library is awaited as one of the platform', async () => {
  const items = new Map<string, string>()
  const under = storageOf(items)
  const storage = {
    ...under,
    getItem: (key: string) =>
      // biome-ignore lint/suspicious/noThenProperty: what promises of libraries are
      ({ then: (done: (value: unknown) => void) => done(under.getItem(key)) }) as Promise<string>,
  }
  const client = await here.signedIn({ storage })
  for (let i = 0; i < 3; i += 1) {
    assert.equal(client.signedIn, true)
    assert.equal((await client.fetch('/me')).status, 200)
  }
  assert.equal(here.ended, 0)
})
