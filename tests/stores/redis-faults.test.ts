/** What Redis cannot do is `store_unavailable`; afterwards the store works again. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { redisStore } from '../../src/stores/redis/redis.ts'
import type { Store } from '../../src/stores/store.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { type Relay, startRelay } from '../support/relay.ts'
import { LONG } from './contract/ground.ts'
import type { Connecting } from './places.ts'
import { CLIENTS } from './redis-clients.ts'
import { isDown, isReadOnly, isUnavailable, SECRET, works, worksAgain } from './works.ts'

/** In seconds: so long a test waits for a server that says nothing. */
const TIMEOUT = 0.5

function faults(name: string, { connect }: Connecting): void {
  describe(`Redis by ${name}`, () => {
    let server: Redis
    let relay: Relay
    const closing: (() => unknown)[] = []
    before(async () => {
      server = await startRedis()
      relay = await startRelay(server.port)
    })
    afterEach(() => Promise.all(closing.splice(0).map((close) => close())))
    after(async () => {
      relay.close()
      await server.stop()
    })

    async function opened(port: number = server.port): Promise<Store> {
      const { client, close } = await connect(port)
      const store = redisStore(client, { timeout: TIMEOUT })
      closing.push(close)
      await works(store)
      await store.set('kept', 'before', { ttl: LONG })
      return store
    }
    const kept = async (store: Store) => (await store.get('kept'))?.value

    test('stopped, and started again', async () => {
      const store = await opened()
      await server.halt()
      await isDown(store, /cannot be reached|does not answer/)
      await server.start()
      await worksAgain(store)
      assert.equal(await kept(store), 'before')
    })

    test('does not do later what was refused while it was stopped', async () => {
      const store = await opened()
      await server.halt()
      await assert.rejects(store.set('kept', 'late', { ttl: LONG }), (e) => isUnavailable(e))
      await server.start()
      await worksAgain(store)
      assert.equal(await kept(store), 'before')
    })

    test('standing still, and what was refused meanwhile', async () => {
      const store = await opened()
      server.pause()
      const late = store.set('kept', 'late', { ttl: LONG })
      const taken = store.takeOnce('kept')
      await assert.rejects(late, (e) => isUnavailable(e, /does not answer in time/))
      await assert.rejects(taken, (e) => isUnavailable(e))
      await isDown(store, /does not answer in time/)
      // What waits in the server's socket is read when its time is over.
      await setTimeout(100)
      server.resume()
      await worksAgain(store)
      assert.equal(await kept(store), 'before')
    })

    test('behind a network that is cut, and one that stops', async () => {
      const store = await opened(relay.port)
      relay.cut()
      await worksAgain(store)
      const asked = Array.from({ length: 200 }, (_, index) =>
        store.set(`k${index}`, 'x', { ttl: LONG }),
      )
      relay.cut()
      for (const one of await Promise.allSettled(asked)) {
        if (one.status === 'rejected') isUnavailable(one.reason)
      }
      await worksAgain(store)
      relay.hold()
      await isDown(store, /does not answer in time/)
      relay.release()
      await worksAgain(store)
      assert.equal(await kept(store), 'before')
    })

    test('a copy that may only be read', async () => {
      const store = await opened()
      await store.set('listed', 'x', { ttl: LONG, indexes: ['i'] })
      await store.set(SECRET, 'x', { ttl: LONG })
      await server.command('REPLICAOF', '127.0.0.1', '1')
      await isReadOnly(store, /cannot be written to/)
      assert.equal(await kept(store), 'before')
      assert.equal((await store.list('i')).length, 1)
      await server.command('REPLICAOF', 'NO', 'ONE')
      await worksAgain(store)
    })

    test('full: nothing is half done', async () => {
      const store = await opened()
      await server.command('CONFIG', 'SET', 'maxmemory', '1')
      const options = { ttl: LONG, indexes: ['full'] }
      await assert.rejects(store.set('kept', 'late', options), (e) => isUnavailable(e, /is full/))
      await assert.rejects(store.lock('full', LONG), (e) => isUnavailable(e, /is full/))
      assert.deepEqual(await store.list('full'), [])
      assert.equal(await kept(store), 'before')
      await server.command('CONFIG', 'SET', 'maxmemory', '0')
      await worksAgain(store)
      assert.ok(await store.lock('full', LONG))
    })

    test('that forgot our scripts, or evicted an entry', async () => {
      const store = await opened()
      await server.command('SCRIPT', 'FLUSH')
      await works(store)
      await store.set('evicted', 'x', { ttl: LONG, indexes: ['e'] })
      await store.set('there', 'x', { ttl: LONG, indexes: ['e'] })
      await server.command('DEL', '{hallpass}:e:evicted')
      assert.deepEqual(
        (await store.list('e', 1)).map(({ key }) => key),
        ['there'],
      )
      // Made anew without the index, it is not in it.
      await store.set('evicted', 'x', { ttl: LONG })
      assert.equal((await store.list('e')).length, 1)
    })

    test('with something else under our keys', async () => {
      const store = await opened()
      await server.command('SET', '{hallpass}:e:odd', 'x')
      await assert.rejects(store.get('odd'), (e) => isUnavailable(e, /is damaged/))
      await assert.rejects(store.takeOnce('odd'), (e) => isUnavailable(e))
      await server.command('DEL', '{hallpass}:e:odd')
      await works(store)
    })

    test('leaves nothing behind when all has lived its time', async () => {
      const store = await opened()
      await server.command('FLUSHALL')
      await store.set('a', 'x', { ttl: 0.2, indexes: ['x', 'y'] })
      await store.lock('l', 0.2)
      await setTimeout(300)
      for (const key of ['e:a', 'i:x', 'i:y', 'l:l']) {
        assert.equal(await server.command('EXISTS', `{hallpass}:${key}`), 0, key)
      }
    })
  })
}

for (const [name, connecting] of Object.entries(CLIENTS)) faults(name, connecting)
