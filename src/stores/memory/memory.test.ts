import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isHallpassError } from '../../errors.ts'
import { Entries } from './entries.ts'
import { Locks } from './locks.ts'
import { memoryStore } from './memory.ts'

const write = (key: string, value: string, ttlMs = 1000) => ({
  key,
  value,
  version: 'AAAAAAAAAAAAAAAA',
  ttlMs,
  indexes: ['i'],
})

describe('a store in memory', () => {
  test('never costs more than it may; what was written longest ago goes first', async () => {
    const store = memoryStore({ maxBytes: 10_000, now: () => 0 })
    const options = { ttl: 60, indexes: ['i'] }
    for (let index = 0; index < 10; index += 1) {
      await store.set(`k${index}`, 'x'.repeat(500), options)
    }
    await store.set('k0', 'x'.repeat(500), options)
    for (let index = 10; index < 15; index += 1) {
      await store.set(`k${index}`, 'x'.repeat(500), options)
    }
    const kept = (await store.list('i', 1000)).map(({ key }) => key)
    assert.equal(kept.length, 12)
    assert.ok(kept.includes('k0') && kept.includes('k14'))
    assert.equal(await store.get('k1'), undefined)
    assert.equal(await store.get('k3'), undefined)
  })

  test('keeps a short-lived entry that is newer than long-lived ones', async () => {
    const store = memoryStore({ maxBytes: 2000, now: () => 0 })
    for (let index = 0; index < 10; index += 1) await store.set(`k${index}`, 'x', { ttl: 86_400 })
    await store.set('code', 'x', { ttl: 60 })
    assert.ok(await store.get('code'))
  })

  test('does not take a value that alone is too large', async () => {
    const store = memoryStore({ maxBytes: 1000 })
    await store.set('a', 'one', { ttl: 60 })
    await assert.rejects(store.set('a', 'x'.repeat(1000), { ttl: 60 }), {
      code: 'store_unavailable',
      message: 'The store is full.',
    })
    assert.equal((await store.get('a'))?.value, 'one')
  })

  test('names every option that does not fit', () => {
    assert.throws(
      () => memoryStore({ maxBytes: 10, now: 5, maxbytes: 1 } as never),
      (error) =>
        isHallpassError(error) && error.code === 'invalid_config' && error.issues?.length === 3,
    )
  })
})

describe('entries', () => {
  test('that nobody asks for again go as others are written', () => {
    const entries = new Entries(1_000_000)
    for (let index = 0; index < 100; index += 1) entries.put(write(`old${index}`, 'x', 1), 0)
    const before = entries.bytes
    for (let index = 0; index < 60; index += 1) entries.put(write('new', 'x'), 10)
    assert.ok(entries.bytes < before / 50, `${entries.bytes}`)
    assert.equal(entries.list('i', 1000, 10).length, 1)
    entries.take('new', 10)
    assert.equal(entries.bytes, 0)
  })
})

describe('locks', () => {
  test('are refused when ten thousand are held, and not when their time is over', () => {
    const locks = new Locks()
    const claim = (name: string) => ({ name, owner: 'me' })
    for (let index = 0; index < 10_000; index += 1) locks.acquire(claim(`${index}`), 1000, 0)
    assert.throws(
      () => locks.acquire(claim('another'), 1000, 0),
      (error) => isHallpassError(error) && error.code === 'store_unavailable',
    )
    assert.equal(locks.acquire(claim('5'), 1000, 999), undefined)
    assert.equal(locks.acquire(claim('another'), 1000, 1000), 10_001)
  })
})
