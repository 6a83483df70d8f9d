/** What a store does not take, and what it is when it is closed. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HallpassError } from '../../../src/errors.ts'
import type { KeepOptions, Store } from '../../../src/stores/store.ts'
import { everythingIn } from '../../rejection.ts'
import { LONG, type Worlds } from './ground.ts'

const SECRET = 'hunter2hunter2'
const WRONG = { name: 'HallpassError', code: 'invalid_config' }

async function isRefused(asked: Promise<unknown>, what: string): Promise<void> {
  await assert.rejects(
    asked,
    (error) => {
      assert.ok(error instanceof HallpassError && error.code === WRONG.code, what)
      assert.ok(!everythingIn(error).includes(SECRET), what)
      return true
    },
    what,
  )
}

/** Every method, by name. */
function everyCall(store: Store): Record<string, () => Promise<unknown>> {
  return {
    ready: () => store.ready(),
    get: () => store.get('a'),
    set: () => store.set('a', 'x', { ttl: LONG }),
    compareAndSet: () => store.compareAndSet('a', undefined, 'x', { ttl: LONG }),
    delete: () => store.delete('a'),
    takeOnce: () => store.takeOnce('a'),
    list: () => store.list('a'),
    lock: () => store.lock('a', LONG),
  }
}

export function bounds(world: Worlds): void {
  describe('bounds', () => {
    test('names are text of 1 to 512 bytes', async () => {
      const { store } = await world()
      const long = `${SECRET}${'é'.repeat(256)}`
      for (const name of ['', long, '\ud800', undefined, 5, { toString: () => 'a' }] as string[]) {
        const what = String(name)
        await isRefused(store.get(name), what)
        await isRefused(store.set(name, 'x', { ttl: LONG }), what)
        await isRefused(store.compareAndSet(name, undefined, 'x', { ttl: LONG }), what)
        await isRefused(store.delete(name), what)
        await isRefused(store.takeOnce(name), what)
        await isRefused(store.list(name), what)
        await isRefused(store.lock(name, LONG), what)
        await isRefused(store.set('a', 'x', { ttl: LONG, indexes: [name] }), what)
      }
      assert.equal(await store.get('a'), undefined)
    })

    test('values are well-formed text or bytes, of at most 1 MiB', async () => {
      const { store } = await world()
      const large = SECRET.padEnd(1_048_577, 'x')
      const wrong = [large, Buffer.from(large), 'é'.repeat(524_289), '\udc00', undefined, 5, null]
      for (const value of wrong as string[]) {
        await isRefused(store.set('a', value, { ttl: LONG }), typeof value)
        await isRefused(store.compareAndSet('a', undefined, value, { ttl: LONG }), typeof value)
      }
      assert.equal(await store.get('a'), undefined)
      const largest = large.slice(1)
      await store.set('a', largest, { ttl: LONG })
      assert.equal((await store.get('a'))?.value, largest)
    })

    test('times, indexes and limits are what they must be', async () => {
      const { store } = await world()
      for (const ttl of [
        0,
        -1,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        315_360_001,
        '5',
        undefined,
      ]) {
        const options = { ttl } as KeepOptions
        await isRefused(store.set('a', 'x', options), `${ttl}`)
        await isRefused(store.lock('a', options.ttl), `${ttl}`)
        const lock = await store.lock(`${ttl}`, LONG)
        await isRefused(lock?.renew(options.ttl) ?? Promise.resolve(), `${ttl}`)
      }
      await isRefused(store.set('a', 'x', undefined as unknown as KeepOptions), 'no options')
      const nine = Array.from({ length: 9 }, (_, index) => `${index}`)
      for (const indexes of [nine, SECRET, 5, [5]] as (readonly string[])[]) {
        await isRefused(store.set('a', 'x', { ttl: LONG, indexes }), `${indexes}`)
      }
      for (const limit of [0, -1, 1.5, 1001, Number.NaN, '5'] as number[]) {
        await isRefused(store.list('a', limit), `${limit}`)
      }
      assert.equal(await store.get('a'), undefined)
      await store.set('a', 'x', { ttl: 315_360_000, indexes: nine.slice(1) })
      assert.equal((await store.list('8', 1000)).length, 1)
    })
  })

  describe('a closed store', () => {
    test('refuses everything, as often as it is closed', async () => {
      const { store } = await world()
      const lock = await store.lock('a', LONG)
      const last = store.set('a', 'x', { ttl: LONG })
      await Promise.all([store.close(), store.close()])
      assert.ok(await last, 'what was begun is waited for')
      const down = { name: 'HallpassError', code: 'store_unavailable', message: /is closed/ }
      for (const [name, call] of Object.entries(everyCall(store))) {
        await assert.rejects(call(), down, name)
      }
      await assert.rejects(lock?.renew(LONG) ?? Promise.resolve(), down)
      await assert.rejects(lock?.release() ?? Promise.resolve(), down)
      await store.close()
    })
  })
}
