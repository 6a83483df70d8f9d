/** What somebody changes in the database itself is found. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import pg from 'pg'
import { receiptOf, verifyReceipt } from '../../src/consent-service/log/receipt.ts'
import { allEntries } from '../../src/consent-service/log/verify.ts'
import { verifyStore } from '../../src/consent-service/log/verify-store.ts'
import type { StoreTarget } from '../../src/consent-service/store/open.ts'
import { change, type Place, T0, worlds } from './contract/ground.ts'
import { filePlace, serverPlace } from './places.ts'

const HIDE = `UPDATE hallpass_log SET salt = NULL, visitor = NULL, site = 0, choices = 0,
  received = NULL, what = 0, policy = 0, shown = 0, prior = 0`

/** Statements for both; `hallpass_` is taken off for SQLite. Each with the entry at fault. */
const TAMPERING: readonly (readonly [sql: string, seq: number])[] = [
  ['UPDATE hallpass_log SET at = at + 1 WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET what = 2 WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET policy = 2 WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET shown = 0 WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET site = 2 WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET choices = 2 WHERE seq = 3', 3],
  [
    'UPDATE hallpass_log SET visitor = (SELECT visitor FROM hallpass_log WHERE seq = 4) WHERE seq = 3',
    3,
  ],
  ['UPDATE hallpass_log SET salt = (SELECT salt FROM hallpass_log WHERE seq = 4) WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET hash = (SELECT hash FROM hallpass_log WHERE seq = 4) WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET commitment = salt WHERE seq = 3', 3],
  ['DELETE FROM hallpass_log WHERE seq = 3', 3],
  ['DELETE FROM hallpass_log WHERE seq = 1', 1],
  ['DELETE FROM hallpass_log WHERE seq > 4', 5],
  ['UPDATE hallpass_log SET seq = 99 WHERE seq = 3', 3],
  // What looks as if it was forgotten: a choice, a forget entry, a policy's entry.
  [`${HIDE} WHERE seq = 3`, 3],
  [`${HIDE} WHERE seq = 7`, 6],
  [`${HIDE} WHERE seq = 1`, 1],
  [`${HIDE} WHERE seq IN (3, 5)`, 3],
  ['UPDATE hallpass_log SET salt = NULL WHERE seq = 3', 3],
  ['UPDATE hallpass_log SET erased = 2 WHERE seq = 7', 7],
  ['DELETE FROM hallpass_log', 1],
  [`UPDATE hallpass_head SET seq = 5`, 5],
  ['UPDATE hallpass_head SET seq = 5, hash = (SELECT hash FROM hallpass_log WHERE seq = 5)', 7],
  [`UPDATE hallpass_policy SET text = 'y'`, 1],
  [`UPDATE hallpass_policy SET categories = '[{"id":"video"}]'`, 1],
  ['UPDATE hallpass_policy SET material = 0', 1],
  ['UPDATE hallpass_policy SET created_at = created_at + 1', 1],
  ['UPDATE hallpass_policy SET version = 2', 1],
  ['DELETE FROM hallpass_policy', 1],
  [
    `INSERT INTO hallpass_policy (version, material, text, categories, sha256, created_at)
    SELECT 2, 1, text, categories, sha256, created_at FROM hallpass_policy`,
    0,
  ],
  ['UPDATE hallpass_log SET received = 5 WHERE seq = 3', 3],
  [`UPDATE hallpass_choice SET choices = '{"performance":true}' WHERE id = 1`, 2],
  [`UPDATE hallpass_site SET origin = 'https://other.example' WHERE id = 1`, 2],
]

async function run(target: StoreTarget, sql: string): Promise<void> {
  if ('data' in target) {
    const file = new DatabaseSync(target.data)
    file.exec('PRAGMA foreign_keys = OFF')
    file.exec(sql.replaceAll('hallpass_', ''))
    file.close()
    return
  }
  const client = new pg.Client({ connectionString: target.databaseUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function tampering(name: string, place: () => Promise<Place>): void {
  describe(name, () => {
    const world = worlds(place)
    for (const [sql, seq] of TAMPERING) {
      test(sql, async () => {
        const { store, target, ...here } = await world()
        const [shop, news] = [await here.site('shop'), await here.site('news')]
        const [a, b] = [await here.visitor(shop, news), await here.visitor(shop)]
        await store.addPolicy({ text: 'x', categories: [], material: true, at: T0 })
        await store.record(change(a, shop))
        await store.record(change(b, shop))
        await store.record(change(a, news, { choices: { performance: false }, act: 'saved' }))
        await store.record(change(b, undefined, { policy: 2 }))
        const gone = await here.visitor(shop)
        await store.record(change(gone, shop))
        await store.forget(gone, T0)
        const good = await verifyStore(store)
        assert.ok(good.ok, JSON.stringify(good))
        const receipt = await receiptOf(store, b)
        assert.equal((await verifyReceipt(receipt, allEntries(store))).ok, true)

        await run(target, sql)
        const bad = await verifyStore(store)
        assert.equal(bad.ok, false)
        assert.equal(!bad.ok && bad.seq, seq, JSON.stringify(bad))
      })
    }
  })
}

tampering('SQLite', filePlace)
tampering('PostgreSQL', serverPlace)
