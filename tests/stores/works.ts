/** Whether a store does its work, or says that it cannot. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { HallpassError, isHallpassError } from '../../src/errors.ts'
import type { Store } from '../../src/stores/store.ts'
import { everythingIn } from '../rejection.ts'
import { LONG } from './contract/ground.ts'

/** In every key and value of these tests; it may be in no error. */
export const SECRET = 'hunter2hunter2'

/** Uses everything. */
export async function works(store: Store): Promise<void> {
  await store.ready()
  const key = `${SECRET}-${randomUUID()}`
  const options = { ttl: LONG, indexes: [key] }
  const version = await store.set(key, 'one', options)
  assert.ok(await store.compareAndSet(key, version, 'two', options))
  assert.equal((await store.get(key))?.value, 'two')
  assert.equal((await store.list(key)).length, 1)
  assert.equal((await store.takeOnce(key))?.value, 'two')
  assert.equal(await store.delete(key), false)
  const lock = await store.lock(key, LONG)
  assert.equal(await lock?.renew(LONG), true)
  assert.equal(await lock?.release(), true)
}

/** Asks until it works again: clients take a moment to connect anew. */
export async function worksAgain(store: Store): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await works(store)
    } catch (error) {
      const isDown = isHallpassError(error) && error.code === 'store_unavailable'
      if (!isDown || tried === 100) throw error
      await setTimeout(100)
    }
  }
}

const READS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  ready: (store) => store.ready(),
  get: (store) => store.get(SECRET),
  list: (store) => store.list(SECRET),
}

const WRITES: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  set: (store) => store.set(SECRET, SECRET, { ttl: LONG, indexes: [SECRET] }),
  compareAndSet: (store) => store.compareAndSet('new', undefined, SECRET, { ttl: LONG }),
  delete: (store) => store.delete(SECRET),
  takeOnce: (store) => store.takeOnce(SECRET),
  lock: (store) => store.lock(SECRET, LONG),
}

/** Every call is refused; with a reason that fits, where one is given. */
export function isDown(store: Store, why: RegExp = /./): Promise<void> {
  return areRefused(store, { ...READS, ...WRITES }, why)
}

/** Every call that writes is refused, and the others are answered. */
export async function isReadOnly(store: Store, why: RegExp): Promise<void> {
  await areRefused(store, WRITES, why)
  for (const read of Object.values(READS)) await read(store)
}

async function areRefused(store: Store, calls: typeof READS, why: RegExp): Promise<void> {
  const asked = Object.entries(calls).map(([name, call]) =>
    assert.rejects(call(store), (error) => isUnavailable(error, why), name),
  )
  await Promise.all(asked)
}

/** Whether it is `store_unavailable`, which says why, and nothing of what was asked. */
export function isUnavailable(error: unknown, why: RegExp = /./): boolean {
  assert.ok(error instanceof HallpassError, String(error))
  const { code, status, retryAfter, message } = error
  assert.deepEqual({ code, status, retryAfter }, DOWN)
  assert.match(message, why)
  assert.match(message, /^The store [a-z ':]+\.$/)
  assert.ok(!everythingIn(error).includes(SECRET), 'an error holds what was asked')
  return true
}

const DOWN = { code: 'store_unavailable', status: 503, retryAfter: 5 }
