/** What PostgreSQL cannot do is `store_unavailable`; afterwards the store works again. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { openStore } from '../../src/consent-service/store/open.ts'
import type { ConsentStore } from '../../src/consent-service/store/port.ts'
import { openPostgres } from '../../src/consent-service/store/postgres/postgres.ts'
import { startRelay } from '../support/relay.ts'
import { addSite, change, hashOf, T0 } from './contract/ground.ts'
import { killUnderLoad } from './kill.ts'
import { serverPlace } from './places.ts'
import { works } from './works.ts'

const DOWN = { name: 'HallpassError', code: 'store_unavailable', status: 503, retryAfter: 5 }

let place: Awaited<ReturnType<typeof serverPlace>>
const stores: ConsentStore[] = []
before(async () => {
  place = await serverPlace()
})
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
})
after(() => place.remove())

async function opened(): Promise<{ store: ConsentStore; url: string }> {
  const target = await place.make()
  assert.ok('databaseUrl' in target)
  const store = await openPostgres(target.databaseUrl)
  stores.push(store)
  return { store, url: target.databaseUrl }
}

/** Everything that asks the database is refused, soon. */
async function isDown(store: ConsentStore, visitor: string): Promise<void> {
  const start = performance.now()
  const asked = [
    store.ready(),
    store.visitor(visitor),
    store.record(change(visitor, undefined, { policy: 7 })),
    store.forget(visitor, T0),
    store.migrate(),
  ]
  await Promise.all(asked.map((ask) => assert.rejects(ask, DOWN)))
  assert.ok(performance.now() - start < 9000)
}

describe('PostgreSQL', () => {
  test('stopped, and started again', async () => {
    const { store } = await opened()
    const visitor = await works(store)
    await place.server.halt()
    await isDown(store, visitor)
    await assert.rejects(openPostgres(place.server.url), { ...DOWN, message: /cannot be reached/ })
    await place.server.start()
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)
    await works(store)
  })

  test('crashed under load: each choice is there, or was refused', async () => {
    const { store } = await opened()
    const visitor = await works(store)
    const before = (await store.counts()).entries
    let done = 0
    let refused = 0
    const load = Array.from({ length: 20 }, async (_, lane) => {
      for (let policy = 2; policy < 400 && refused === 0; policy += 1) {
        try {
          await store.record(change(visitor, undefined, { policy: policy * 100 + lane }))
          done += 1
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'store_unavailable')
          refused += 1
        }
      }
    })
    while (done < 100) await setTimeout(5)
    await place.server.halt('crash')
    await Promise.all(load)
    assert.ok(refused > 0)
    await place.server.start()
    await works(store)
    const kept = (await store.counts()).entries - before - 1
    // An answer may be lost on its way; an acknowledged choice may not.
    assert.ok(kept >= done && kept <= done + refused, `${done} + ${refused}: ${kept}`)
  })

  test('cutting connections', async () => {
    const { store } = await opened()
    const visitor = await works(store)
    const cut = () =>
      place.server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'hallpass-consent'`)
    await cut()
    await setTimeout(100)
    await works(store)

    const load = Promise.allSettled(
      Array.from({ length: 300 }, (_, index) =>
        store.record(change(visitor, undefined, { policy: index + 2 })),
      ),
    )
    await setTimeout(5)
    await cut()
    for (const one of await load) {
      if (one.status === 'rejected') assert.equal(one.reason.code, 'store_unavailable')
    }
    await works(store)
  })

  test('with the log locked by somebody else: reads go on, writes wait a little and are refused', async () => {
    const { store, url } = await opened()
    const visitor = await works(store)
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    await other.query('BEGIN; SELECT * FROM hallpass_head FOR UPDATE')
    const start = performance.now()
    const refused = store.record(change(visitor, undefined, { policy: 7 }))
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)
    await assert.rejects(refused, { ...DOWN, message: /is locked by another process/ })
    assert.ok(performance.now() - start < 6000)
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)
    await other.query('COMMIT')
    await other.end()
    await works(store)
  })

  test('locked while hundreds write: all are refused together, and nothing is stored later', async () => {
    const { store, url } = await opened()
    const visitor = await works(store)
    const { entries } = await store.counts()
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    await other.query('BEGIN; SELECT * FROM hallpass_head FOR UPDATE')
    const start = performance.now()
    const writes = Array.from({ length: 500 }, (_, policy) =>
      store.record(change(visitor, undefined, { policy: policy + 2 })),
    )
    for (const { status } of await Promise.allSettled(writes)) assert.equal(status, 'rejected')
    assert.ok(performance.now() - start < 6000)
    await other.query('COMMIT')
    await other.end()
    await setTimeout(200)
    assert.equal((await store.counts()).entries, entries)
    await works(store)
  })

  test('that does not let us write', async () => {
    const { store, url } = await opened()
    const visitor = await works(store)
    const name = new URL(url).pathname.slice(1)
    const readOnly = async (on: boolean) => {
      await place.server.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${on}`)
      await place.server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '${name}'`)
      await setTimeout(100)
    }
    await readOnly(true)
    const refused = store.record(change(visitor, undefined))
    await assert.rejects(refused, { ...DOWN, message: /cannot be written to/ })
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)
    await readOnly(false)
    await works(store)
  })

  test('that says nothing any more', async () => {
    const { url } = await opened()
    const relay = await startRelay(place.server.port)
    const through = new URL(url)
    through.port = String(relay.port)
    const store = await openPostgres(through.href)
    const visitor = await works(store)
    relay.hold()
    await isDown(store, visitor)
    await assert.rejects(openPostgres(through.href), { ...DOWN, message: /does not answer/ })
    relay.release()
    await works(store)
    await store.close()
    relay.close()
  })

  test('that refuses us, or is not what it should be', async () => {
    const { url } = await opened()
    const other = new URL(url)
    other.pathname = '/nowhere'
    await assert.rejects(openPostgres(other.href), { ...DOWN, message: /no such database/ })
    other.username = 'nobody'
    await assert.rejects(openPostgres(other.href), DOWN)
    for (const odd of ['', 'mysql://x', 'http://x', 'postgres']) {
      await assert.rejects(openStore({ databaseUrl: odd }), { code: 'invalid_config' })
    }
    const newer = new pg.Client({ connectionString: url })
    await newer.connect()
    await newer.query('INSERT INTO hallpass_migration VALUES (999)')
    await newer.end()
    await assert.rejects(openPostgres(url), { code: 'invalid_config', message: /newer hallpass/ })
  })

  test('no message holds SQL, or what was to be written', async () => {
    const { store } = await opened()
    const visitor = await works(store)
    const said: string[] = []
    const listen = (error: Error) => {
      said.push(error.message)
    }
    const site = await addSite(store, 'shop')
    await store.record(change(visitor, undefined, { policy: 1e300 })).catch(listen)
    await store.addKey(site.id, hashOf('shop'), T0, T0).catch(listen)
    await store.putCode({ hash: 'c0', visitor, siteId: site.id, expiresAt: 1e300 }).catch(listen)
    assert.equal(said.length, 3)
    for (const message of said)
      assert.match(message, /^The store of the consent service [a-z ]+\.$/)
  })

  test('keeps what it acknowledged when we are killed under load, and it crashes', async () => {
    const target = await place.make()
    await killUnderLoad(target, async () => {
      await place.server.halt('crash')
      await place.server.start()
    })
  })
})
