/** What PostgreSQL cannot do is `store_unavailable`; afterwards the store works again. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import pg from 'pg'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import type { Store } from '../../src/stores/store.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'
import { startRelay } from '../support/relay.ts'
import { LONG } from './contract/ground.ts'
import { isDown, isReadOnly, isUnavailable, SECRET, works, worksAgain } from './works.ts'

/** In seconds: so long a test waits for a server that says nothing. */
const TIMEOUT = 1

let server: Postgres
const pools: pg.Pool[] = []
before(async () => {
  server = await startPostgres()
})
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.end())))
after(() => server.stop())

function poolAt(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'hallpass-store' })
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}

async function opened(url: string = server.url): Promise<Store> {
  const store = postgresStore(poolAt(url), { timeout: TIMEOUT })
  await works(store)
  await store.set('kept', 'before', { ttl: LONG })
  return store
}

const kept = async (store: Store) => (await store.get('kept'))?.value
async function refusesToWrite(store: Store): Promise<void> {
  let message = ''
  while (!message.includes('cannot be written to')) {
    const asked = await Promise.allSettled([store.delete('none')])
    message = asked[0].status === 'rejected' ? String(asked[0].reason) : ''
  }
}

const PIDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hallpass-store'"
const CUT = `SELECT pg_terminate_backend(pid) FROM (${PIDS}) AS ours`
const newDatabase = () => server.database(`s_${randomUUID()}`)

describe('PostgreSQL', () => {
  test('stopped, and started again', async () => {
    const store = await opened()
    await server.halt()
    await isDown(store, /cannot be reached|is being stopped|does not answer/)
    const late = postgresStore(poolAt(server.url), { timeout: TIMEOUT })
    await isDown(late, /cannot be reached/)
    await server.start()
    await worksAgain(store)
    assert.equal(await kept(store), 'before')
    await works(late)
  })

  test('cutting connections', async () => {
    const store = await opened()
    await server.query(CUT)
    await worksAgain(store)
    const asked = Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => store.set(`k${index}`, 'x', { ttl: LONG })),
    )
    await server.query(CUT)
    for (const one of await asked) {
      if (one.status === 'rejected') isUnavailable(one.reason)
    }
    await worksAgain(store)
  })

  test('standing still', async () => {
    const store = await opened()
    const pids = (await server.query(PIDS)).map(({ pid }) => Number(pid))
    assert.ok(pids.length > 0)
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    const asked = Promise.allSettled([1, 2, 3].map(() => store.set('a', 'x', { ttl: LONG })))
    // Those that are left wait for connections that stand still, or get new ones.
    for (const one of await asked) {
      if (one.status === 'rejected') isUnavailable(one.reason, /does not answer/)
    }
    for (const pid of pids) process.kill(pid, 'SIGCONT')
    await worksAgain(store)
  })

  test('behind a network that is cut, and one that stops', async () => {
    const relay = await startRelay(server.port)
    const through = new URL(server.url)
    through.port = String(relay.port)
    const store = await opened(through.href)
    relay.cut()
    await worksAgain(store)
    relay.hold()
    await isDown(store, /does not answer|no connection that is free/)
    relay.release()
    await worksAgain(store)
    assert.equal(await kept(store), 'before')
    relay.close()
  })

  test('that does not let us write', async () => {
    const url = await newDatabase()
    const name = new URL(url).pathname.slice(1)
    const store = await opened(url)
    await store.set(SECRET, 'x', { ttl: LONG })
    const readOnly = async (on: boolean) => {
      await server.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${on}`)
      await server.query(CUT)
    }
    await readOnly(true)
    // The pool has connections from before, until it learns that they are cut.
    await refusesToWrite(store)
    await isReadOnly(store, /cannot be written to/)
    assert.equal(await kept(store), 'before')
    const fresh = postgresStore(poolAt(url), { prefix: 'other' })
    assert.equal(await fresh.get('a'), undefined)
    await readOnly(false)
    await worksAgain(store)
  })

  test('whose pool has no connection left: nothing is done when one is free', async () => {
    const pool = poolAt(server.url, 1)
    const store = postgresStore(pool, { timeout: 0.3 })
    await works(store)
    await store.set('kept', 'before', { ttl: LONG })
    const taken = await pool.connect()
    await isDown(store, /has no connection that is free/)
    const late = store.set('kept', 'late', { ttl: LONG })
    await assert.rejects(late, (error) => isUnavailable(error))
    taken.release()
    await works(store)
    assert.equal(await kept(store), 'before')
  })

  test('that isolates transactions wholly: a hundred at once, and one takes', async () => {
    const url = await newDatabase()
    const name = new URL(url).pathname.slice(1)
    const level = `SET default_transaction_isolation = 'serializable'`
    await server.query(`ALTER DATABASE "${name}" ${level}`)
    const store = postgresStore(poolAt(url), { timeout: 20 })
    await store.set('a', 'one', { ttl: LONG })
    const asked = Array.from({ length: 100 }, () => store.takeOnce('a'))
    const taken = (await Promise.all(asked)).filter((entry) => entry !== undefined)
    assert.equal(taken.length, 1)
    await works(store)
  })
})

describe('the tables', () => {
  test('are made by whoever comes first of many at once', async () => {
    const url = await newDatabase()
    const stores = Array.from({ length: 8 }, () => postgresStore(poolAt(url, 2), { timeout: 20 }))
    await Promise.all(stores.map(works))
  })

  test('need nobody who may make tables once they are there', async () => {
    const url = await newDatabase()
    await opened(url)
    const admin = poolAt(url)
    await admin.query('CREATE ROLE small LOGIN')
    await admin.query('GRANT SELECT ON hallpass_store_migration TO small')
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE
      ON hallpass_store_entry, hallpass_store_lock TO small`)
    await admin.query('GRANT USAGE ON SEQUENCE hallpass_store_fence TO small')
    const other = new URL(url)
    other.username = 'small'
    await works(postgresStore(poolAt(other.href), { prefix: 'small' }))
  })

  test('of a newer hallpass are left alone', async () => {
    const url = await newDatabase()
    await opened(url)
    await poolAt(url).query('INSERT INTO hallpass_store_migration VALUES (999)')
    const store = postgresStore(poolAt(url))
    await assert.rejects(store.ready(), { code: 'invalid_config', message: /newer hallpass/ })
  })

  test('lose what has lived its time, a little at a time', async () => {
    const url = await newDatabase()
    const store = await opened(url)
    const admin = poolAt(url)
    const rows = async () =>
      Number((await admin.query('SELECT count(*) FROM hallpass_store_entry')).rows[0].count)
    for (let index = 0; index < 50; index += 1) await store.set(`k${index}`, 'x', { ttl: 0.001 })
    assert.ok((await rows()) >= 50)
    // Every hundredth write of a process clears away.
    for (let index = 0; index < 100; index += 1) await store.delete('none')
    await store.close()
    assert.equal(await rows(), 1)
  })

  test('are found by index, however many entries there are', async () => {
    const url = await newDatabase()
    const store = await opened(url)
    const admin = poolAt(url)
    await admin.query(`INSERT INTO hallpass_store_entry
      SELECT now() + interval '1 day', true, 'hallpass', 'AAAAAAAAAAAAAAAA', n::text::bytea,
        ARRAY[('user-' || n % 5000)::bytea], 'x' FROM generate_series(1, 20000) AS n`)
    await admin.query('ANALYZE hallpass_store_entry')
    assert.equal((await store.list('user-7')).length, 4)
    const plan = await admin.query(`EXPLAIN SELECT key FROM hallpass_store_entry
      WHERE space = 'hallpass' AND indexes @> ARRAY['user-7'::bytea]
        AND expires_at > clock_timestamp() ORDER BY expires_at + interval '0' DESC LIMIT 100`)
    assert.match(JSON.stringify(plan.rows), /hallpass_store_entry_indexes/)
  })
})
