/** A pool of a worker whose connections a real PostgreSQL drops. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type RecycledPool, type RecycleOptions, recycled } from '../../src/jobs.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

let postgres: Postgres
const pools: RecycledPool<pg.PoolClient>[] = []
before(async () => {
  postgres = await startPostgres()
})
after(() => postgres.stop())
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()))
})

const KILL_OTHERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`

function open(options: RecycleOptions, more: pg.PoolConfig = {}): RecycledPool<pg.PoolClient> {
  const inner = new pg.Pool({ connectionString: postgres.url, max: 4, ...more })
  const pool = recycled<pg.PoolClient>(inner, options)
  pools.push(pool)
  return pool
}

async function pid(pool: RecycledPool<pg.PoolClient>): Promise<number> {
  const { rows } = await pool.use((client) =>
    client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'),
  )
  return rows[0]?.pid ?? 0
}

describe('a recycled pool', () => {
  test('uses a connection again while it is good', async () => {
    const pool = open({ checkAfter: 0 })
    assert.equal(await pid(pool), await pid(pool))
  })

  test('does not give out what the server ended meanwhile', async () => {
    const pool = open({ checkAfter: 0 })
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 8 }, () => pid(pool)))
      await postgres.query(KILL_OTHERS)
      const pids = await Promise.all(Array.from({ length: 8 }, () => pid(pool)))
      assert.ok(pids.every((one) => one > 0))
    }
  })

  test('nor what ended for want of use', async () => {
    const pool = open({ checkAfter: 0 }, { options: '-c idle_session_timeout=100' })
    const first = await pid(pool)
    await sleep(400)
    assert.notEqual(await pid(pool), first)
  })

  test('outlives a server that restarts', async () => {
    const pool = open({ checkAfter: 0 })
    await pid(pool)
    await postgres.restart()
    assert.ok((await pid(pool)) > 0)
  })

  test('replaces what is old', async () => {
    const pool = open({ maxAge: 0.05 })
    const first = await pid(pool)
    await sleep(100)
    assert.notEqual(await pid(pool), first)
  })

  test('does not use again what failed in somebody’s hands', async () => {
    const pool = open({})
    const first = await pid(pool)
    const broken = pool.use(async (client) => {
      await client.query('BEGIN')
      await client.query('SELECT nothing')
    })
    await assert.rejects(broken, /nothing/)
    assert.notEqual(await pid(pool), first)
  })

  test('says what is wrong while the server is down', async () => {
    const pool = open({ checkAfter: 0 })
    await pid(pool)
    await postgres.halt()
    await assert.rejects(pid(pool))
    await postgres.start()
    assert.ok((await pid(pool)) > 0)
  })
})
