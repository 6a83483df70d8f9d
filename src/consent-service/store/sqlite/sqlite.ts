/** A store in one file, with nothing to install. */
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { toStoreError } from '../../../stores/sqlite/fault.ts'
import { SqliteFile } from '../../../stores/sqlite/file.ts'
import { patiently, SqliteWriter } from '../../../stores/sqlite/writer.ts'
import type { ConsentStore } from '../port.ts'
import { PURGE_EVERY, purgeBefore } from '../purge.ts'
import { entries, headOf, log } from './chain.ts'
import { putCode, takeCode } from './codes.ts'
import { forgetSome } from './forget.ts'
import { CONSENT_FILE } from './migrations.ts'
import { addPolicy, policies, rates } from './policies.ts'
import { Purge } from './purge.ts'
import { addKey, addSite, keys, removeSite, siteOfKey, siteOfOrigin, sites } from './sites.ts'
import { Traces } from './traces.ts'
import { neededUuid, uuidBytes } from './uuid.ts'
import { know, recognise, record, sitesOf, visitor } from './visitors.ts'

/** How long another process may hold the file when it is opened, in milliseconds. */
const OPENING_MS = 3000

/**
 * Opens the file, and makes it (for its owner alone to read) when there is none. Several processes
 * may have it open.
 *
 * @throws HallpassError `store_unavailable` when it cannot be opened or written to;
 * `invalid_config` when it is another program's, or a newer hallpass's.
 *
 * @example
 * const store = await openSqlite('/var/lib/hallpass/consent.sqlite')
 */
export async function openSqlite(path: string): Promise<ConsentStore> {
  const { DatabaseSync } = await import('node:sqlite')
  const file = new SqliteFile(resolve(path), DatabaseSync, CONSENT_FILE)
  const store = storeOn(file)
  try {
    await store.migrate()
  } catch (error) {
    file.close()
    throw error
  }
  return store
}

/** The store in an open file. */
export function storeOn(file: SqliteFile): ConsentStore {
  const writer = new SqliteWriter(file)
  const purge = new Purge(file)
  const traces = new Traces(file)
  let codes = 0
  return {
    async migrate() {
      const deadline = performance.now() + OPENING_MS
      await patiently(() => file.migrate(), deadline).catch((error: unknown) => {
        throw toStoreError(error, file.unavailable)
      })
    },
    async ready() {
      file.get('SELECT seq FROM head')
    },
    secret: () => writer.write(() => secret(file)),

    async know(id, siteId, at) {
      const uuid = neededUuid(id)
      await writer.write(() => know(file, uuid, siteId, at))
    },
    async recognise(id, siteId) {
      const uuid = uuidBytes(id)
      return uuid === undefined ? false : writer.write(() => recognise(file, uuid, siteId))
    },
    visitor: async (id, siteId) => visitor(file, id, siteId),
    sitesOf: async (id) => sitesOf(file, id),
    record: (change) => writer.write(() => record(file, change)),
    async forget(id, at) {
      const uuid = uuidBytes(id)
      if (uuid === undefined) return false
      const step = () => writer.write(() => forgetSome(file, uuid, at))
      let done = await step()
      if (done === 'unknown') return false
      try {
        while (done === 'more') done = await step()
        return true
      } finally {
        await traces.remove()
      }
    },

    async putCode(code) {
      const uuid = neededUuid(code.visitor)
      codes += 1
      const isTurn = codes % PURGE_EVERY === 0
      await writer.write(() => {
        putCode(file, code, uuid)
        if (isTurn) purge.run(purgeBefore(code.expiresAt))
      })
    },
    takeCode: (hash, siteId, now) => writer.write(() => takeCode(file, { hash, siteId }, now)),

    addSite: (site, keyHash) => writer.write(() => addSite(file, site, keyHash)),
    removeSite: (siteId) => writer.write(() => removeSite(file, siteId)),
    sites: async () => sites(file),
    siteOfOrigin: async (origin) => siteOfOrigin(file, origin),
    siteOfKey: async (keyHash, now) => siteOfKey(file, keyHash, now),
    keys: async (siteId) => keys(file, siteId),
    addKey: (siteId, hash, at, endOthersAt) =>
      writer.write(() => addKey(file, siteId, { hash, at, endOthersAt })),

    addPolicy: (policy) => writer.write(() => addPolicy(file, policy)),
    policies: async () => policies(file),

    entries: async (afterSeq, limit) => entries(file, afterSeq, limit),
    log: (query) => log(file, query),
    rates: async (range) => rates(file, range),
    async counts() {
      const row = file.get<{ seq: number; visitors: number }>('SELECT seq, visitors FROM head')
      return { visitors: row?.visitors ?? 0, entries: row?.seq ?? 0 }
    },
    head: async () => headOf(file),
    async close() {
      await writer.idle()
      traces.stop()
      file.close()
    },
  }
}

function secret(file: SqliteFile): string {
  const made = randomBytes(32).toString('base64url')
  file.run("INSERT INTO setting VALUES ('secret', ?) ON CONFLICT (name) DO NOTHING", made)
  const row = file.get<{ value: string }>("SELECT value FROM setting WHERE name = 'secret'")
  return row?.value ?? made
}
