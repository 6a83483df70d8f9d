/** A store in PostgreSQL, which several instances of the service share. */
import { randomBytes } from 'node:crypto'
import type { ConsentStore } from '../port.ts'
import { PURGE_EVERY, purgeBefore } from '../purge.ts'
import { headOf } from './chain.ts'
import { putCode, takeCode } from './codes.ts'
import { connect, type Database } from './database.ts'
import { forget } from './forget.ts'
import { migrate } from './migrate.ts'
import { Names } from './names.ts'
import { addPolicy, policies, rates } from './policies.ts'
import { Purge } from './purge.ts'
import { entries, log } from './read-log.ts'
import { Recorder } from './recorder.ts'
import { addKey, addSite, keys, removeSite, siteOfKey, siteOfOrigin, sites } from './sites.ts'
import { know, recognise, sitesOf, visitor } from './visitors.ts'

/**
 * Opens a database of PostgreSQL 12 or later, and makes its tables, whose names begin with
 * `hallpass_`. Needs the package `pg`, and up to ten connections.
 *
 * @throws HallpassError `invalid_config` without `pg`, for no address, or when a newer hallpass made
 * the tables; `store_unavailable` when the server does not answer within 3 seconds, or refuses.
 *
 * @example
 * const store = await openPostgres('postgres://consent@db.internal/consent')
 */
export async function openPostgres(url: string): Promise<ConsentStore> {
  const database = await connect(url)
  const store = storeOn(database)
  try {
    await store.migrate()
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

function storeOn(database: Database): ConsentStore {
  const names = new Names(database)
  const recorder = new Recorder(database, names)
  const purge = new Purge(database)
  const asked = { queries: database, names }
  let codes = 0
  return {
    migrate: () => migrate(database),
    async ready() {
      await database.query('SELECT seq FROM hallpass_head')
    },
    secret: () => secret(database),

    know: (id, siteId, at) => know(database, id, siteId, at),
    recognise: (id, siteId) => recognise(database, id, siteId),
    visitor: (id, siteId) => visitor(asked, id, siteId),
    sitesOf: (id) => sitesOf(asked, id),
    record: (change) => recorder.record(change),
    forget: (id, at) => forget(database, id, at),

    async putCode(code) {
      codes += 1
      await putCode(database, code)
      if (codes % PURGE_EVERY !== 0) return
      // The code is made, whatever comes of that; there is another turn.
      await purge.run(purgeBefore(code.expiresAt)).catch(() => undefined)
    },
    takeCode: (hash, siteId, now) => takeCode(database, { hash, siteId }, now),

    addSite: (site, keyHash) => addSite(database, site, keyHash),
    removeSite: (siteId) => removeSite(database, siteId),
    sites: () => sites(database),
    siteOfOrigin: (origin) => siteOfOrigin(database, origin),
    siteOfKey: (keyHash, now) => siteOfKey(database, keyHash, now),
    keys: (siteId) => keys(database, siteId),
    addKey: (siteId, hash, at, endOthersAt) => addKey(database, siteId, { hash, at, endOthersAt }),

    addPolicy: (policy) => addPolicy(database, policy),
    policies: () => policies(database),

    entries: (afterSeq, limit) => entries(database, afterSeq, limit),
    log: (query) => log(database, query),
    rates: (range) => rates(database, range),
    async counts() {
      const sql = `SELECT (SELECT sum(visitors)::bigint FROM hallpass_tally) AS visitors,
        (SELECT seq FROM hallpass_head) AS entries`
      const [row] = await database.query<{ visitors: number; entries: number }>(sql)
      return { visitors: row?.visitors ?? 0, entries: row?.entries ?? 0 }
    },
    head: () => headOf(database),
    async close() {
      await recorder.idle()
      await database.close()
    },
  }
}

async function secret(database: Database): Promise<string> {
  const made = randomBytes(32).toString('base64url')
  await database.query(
    "INSERT INTO hallpass_setting VALUES ('secret', $1) ON CONFLICT (name) DO NOTHING",
    [made],
  )
  const sql = "SELECT value FROM hallpass_setting WHERE name = 'secret'"
  const [row] = await database.query<{ value: string }>(sql)
  return row?.value ?? made
}
