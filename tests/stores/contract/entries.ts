/** Entries: written, read, removed. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LONG, type Worlds } from './ground.ts'

const ODD_NAMES = ['a', ' ', '\0', 'a\0b', '}{', 'é', '💥', "'; --", '%', '*', 'x'.repeat(512)]

export function entries(world: Worlds): void {
  describe('an entry', () => {
    test('is what was written last', async () => {
      const { store, another } = await world()
      assert.equal(await store.get('a'), undefined)
      const first = await store.set('a', 'one', { ttl: LONG })
      assert.deepEqual(await store.get('a'), { value: 'one', version: first })
      const second = await store.set('a', 'two', { ttl: LONG })
      assert.notEqual(second, first)
      assert.deepEqual(await (await another()).get('a'), { value: 'two', version: second })
      assert.equal(await store.get('b'), undefined)
    })

    test('keeps text as text and bytes as bytes, whatever is in them', async () => {
      const { store } = await world()
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
      const part = new Uint8Array(bytes.buffer, 10, 20)
      const texts = ['', '\0', 'é💥', '"\\\n\r\n', 'x'.repeat(100_000)]
      for (const value of [...texts, bytes, part, new Uint8Array()]) {
        await store.set('a', value, { ttl: LONG, indexes: ['i'] })
        assert.deepEqual((await store.get('a'))?.value, value)
        assert.deepEqual((await store.list('i'))[0]?.value, value)
        assert.deepEqual((await store.takeOnce('a'))?.value, value)
      }
      await store.set('a', Buffer.from('bytes'), { ttl: LONG })
      assert.deepEqual((await store.get('a'))?.value, new Uint8Array(Buffer.from('bytes')))
    })

    test('is its own: what is done with the bytes afterwards does not change it', async () => {
      const { store } = await world()
      const bytes = new Uint8Array([1, 2, 3])
      await store.set('a', bytes, { ttl: LONG })
      bytes[0] = 9
      const read = (await store.get('a'))?.value
      assert.deepEqual(read, new Uint8Array([1, 2, 3]))
      if (read instanceof Uint8Array) read[0] = 9
      assert.deepEqual((await store.get('a'))?.value, new Uint8Array([1, 2, 3]))
    })

    test('has any text for a key', async () => {
      const { store } = await world()
      for (const name of ODD_NAMES) await store.set(name, `of ${name}`, { ttl: LONG })
      for (const name of ODD_NAMES) assert.equal((await store.get(name))?.value, `of ${name}`)
    })

    test('is gone when it was deleted', async () => {
      const { store } = await world()
      await store.set('a', 'one', { ttl: LONG })
      assert.equal(await store.delete('a'), true)
      assert.equal(await store.delete('a'), false)
      assert.equal(await store.get('a'), undefined)
    })

    test('is given once by takeOnce', async () => {
      const { store } = await world()
      const version = await store.set('a', 'one', { ttl: LONG })
      assert.deepEqual(await store.takeOnce('a'), { value: 'one', version })
      assert.equal(await store.takeOnce('a'), undefined)
      assert.equal(await store.get('a'), undefined)
    })

    test('is not in another store of the same server', async () => {
      const [one, other] = [await world(), await world()]
      await one.store.set('a', 'one', { ttl: LONG, indexes: ['i'] })
      await one.store.lock('l', LONG)
      assert.equal(await other.store.get('a'), undefined)
      assert.deepEqual(await other.store.list('i'), [])
      assert.equal(await other.store.takeOnce('a'), undefined)
      assert.ok(await other.store.lock('l', LONG))
      assert.equal((await one.store.get('a'))?.value, 'one')
    })
  })

  describe('compareAndSet', () => {
    test('writes over the version that it knows, and over no other', async () => {
      const { store } = await world()
      const first = await store.set('a', 'one', { ttl: LONG })
      const second = await store.compareAndSet('a', first, 'two', { ttl: LONG })
      assert.ok(second !== undefined && second !== first)
      assert.deepEqual(await store.get('a'), { value: 'two', version: second })
      for (const version of [first, 'AAAAAAAAAAAAAAAA', '', '*', '\0']) {
        const lost = await store.compareAndSet('a', version, 'three', { ttl: LONG })
        assert.equal(lost, undefined)
      }
      assert.deepEqual(await store.get('a'), { value: 'two', version: second })
    })

    test('makes an entry only where there is none', async () => {
      const { store } = await world()
      const made = await store.compareAndSet('a', undefined, 'one', { ttl: LONG })
      assert.deepEqual(await store.get('a'), { value: 'one', version: made })
      assert.equal(await store.compareAndSet('a', undefined, 'two', { ttl: LONG }), undefined)
      assert.equal((await store.get('a'))?.value, 'one')
    })

    test('does not bring back what is gone, or was made anew', async () => {
      const { store } = await world()
      const version = await store.set('a', 'one', { ttl: LONG })
      await store.delete('a')
      assert.equal(await store.compareAndSet('a', version, 'two', { ttl: LONG }), undefined)
      assert.equal(await store.get('a'), undefined)
      await store.set('a', 'one', { ttl: LONG })
      assert.equal(await store.compareAndSet('a', version, 'two', { ttl: LONG }), undefined)
      assert.equal((await store.get('a'))?.value, 'one')
    })
  })
}
