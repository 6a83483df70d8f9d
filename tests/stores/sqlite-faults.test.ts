/** What SQLite cannot do is `store_unavailable`; afterwards the store works again. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { checkedStore } from '../../src/stores/checked.ts'
import { SqliteFile } from '../../src/stores/sqlite/file.ts'
import { STORE_FILE } from '../../src/stores/sqlite/migrations.ts'
import { sqliteEngine, sqliteStore } from '../../src/stores/sqlite/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { LONG } from './contract/ground.ts'
import { isDown, isReadOnly, isUnavailable, works } from './works.ts'

const ENDS = ['', '-wal', '-shm']
const run = promisify(execFile)
const now = () => Date.now()

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-store-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

let made = 0
function newPath(): string {
  made += 1
  return join(folder, `${made}.sqlite`)
}

async function opened(): Promise<{ store: Store; path: string }> {
  const path = newPath()
  const store = sqliteStore({ path })
  await works(store)
  await store.set('kept', 'before', { ttl: LONG })
  return { store, path }
}

const kept = async (store: Store) => (await store.get('kept'))?.value

describe('SQLite', () => {
  test('makes a file that only its owner reads', async () => {
    const { store, path } = await opened()
    for (const end of ENDS) assert.equal(statSync(path + end).mode & 0o777, 0o600, end)
    await store.close()
  })

  test('locked by another process: reads go on, writes are refused and not done later', async () => {
    const { store, path } = await opened()
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await isReadOnly(store, /is locked by another process/)
    const late = store.set('kept', 'late', { ttl: LONG })
    await assert.rejects(late, (error) => isUnavailable(error))
    other.exec('COMMIT')
    other.close()
    await works(store)
    assert.equal(await kept(store), 'before')
    await store.close()
  })

  test('written by several processes that make it at the same time', async () => {
    const path = newPath()
    const script = join(import.meta.dirname, 'counting.ts')
    await Promise.all([1, 2, 3].map(() => run(process.execPath, [script, path, '40'])))
    const store = sqliteStore({ path })
    assert.equal((await store.get('count'))?.value, '120')
    await store.close()
  })

  test('full: nothing is half done', async () => {
    const file = new SqliteFile(newPath(), DatabaseSync, STORE_FILE)
    const store = checkedStore(sqliteEngine(file, 'hallpass', now))
    await works(store)
    const options = { ttl: LONG, indexes: ['i'] }
    await store.set('kept', 'before', options)
    // As on a disk without room for another page.
    file.get('PRAGMA max_page_count = 1')
    const large = 'x'.repeat(200_000)
    await assert.rejects(store.set('kept', large, options), (e) => isUnavailable(e, /is full/))
    const many = [store.set('a', large, options), store.set('b', large, options)]
    for (const { status } of await Promise.allSettled(many)) assert.equal(status, 'rejected')
    assert.equal(await kept(store), 'before')
    assert.equal((await store.list('i')).length, 1)
    file.get('PRAGMA max_page_count = 1000000')
    await store.set('kept', large, options)
    await works(store)
    await store.close()
  })

  test('gone: nothing is written into a file that has no name any more', async () => {
    const { store, path } = await opened()
    const move = (from: string, to: string) => {
      for (const end of ENDS) {
        if (statSync(from + end, { throwIfNoEntry: false })) renameSync(from + end, to + end)
      }
    }
    move(path, `${path}.away`)
    const asked = store.set('kept', 'late', { ttl: LONG })
    await assert.rejects(asked, (error) => isUnavailable(error, /is gone/))
    await new Promise((resolve) => setTimeout(resolve, 600))
    await isDown(store, /is gone/)
    move(`${path}.away`, path)
    await works(store)
    assert.equal(await kept(store), 'before')
    await store.close()
  })

  test('that may not be written to, or is not there: until it may', async () => {
    const { store, path } = await opened()
    await store.close()
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    renameSync(path, join(inner, 'a.sqlite'))
    const again = sqliteStore({ path: join(inner, 'a.sqlite') })
    const fresh = sqliteStore({ path: join(inner, 'b.sqlite') })
    const nowhere = sqliteStore({ path: join(folder, 'later', 'c.sqlite') })
    chmodSync(join(inner, 'a.sqlite'), 0o444)
    chmodSync(inner, 0o555)
    // Root may write everywhere: so for a moment it is nobody.
    const isRoot = process.getuid?.() === 0
    chmodSync(folder, 0o755)
    if (isRoot) process.seteuid?.(65_534)
    try {
      await isDown(again, /cannot be (opened|written to)/)
      await isDown(fresh, /cannot be opened/)
      await isDown(nowhere, /cannot be opened/)
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(inner, 0o755)
      chmodSync(join(inner, 'a.sqlite'), 0o600)
    }
    mkdirSync(join(folder, 'later'))
    for (const one of [again, fresh, nowhere]) await works(one)
    assert.equal(await kept(again), 'before')
    for (const one of [again, fresh, nowhere]) await one.close()
  })

  test('damaged, of another program, or of a newer hallpass: refused, and left alone', async () => {
    const damaged = newPath()
    writeFileSync(damaged, 'this is no database, and long enough to be sure of it'.repeat(200))
    const store = sqliteStore({ path: damaged })
    await isDown(store, /is not a database/)
    await store.close()

    const { store: own, path } = await opened()
    await own.close()
    for (const [sql, message] of [
      ['PRAGMA user_version = 999', /newer hallpass/],
      ['PRAGMA application_id = 5', /another program/],
    ] as const) {
      const other = new DatabaseSync(path)
      other.exec(sql)
      other.close()
      const refused = sqliteStore({ path })
      await assert.rejects(refused.get('a'), { code: 'invalid_config', message })
      await refused.close()
    }
  })

  test('loses what has lived its time, a little at a time', async () => {
    const { store, path } = await opened()
    await store.set('over', 'x', { ttl: 0.001, indexes: ['i', 'j'] })
    await store.lock('over', 0.001)
    const other = new DatabaseSync(path)
    other.exec(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 500)
      INSERT INTO entry SELECT 1000 + n, 'other', CAST(n AS BLOB), 'v', 5, 1, x'00' FROM n`)
    const rows = (table: string) =>
      Number(other.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
    // Every hundredth write clears away, of every store in the file.
    for (let index = 0; index < 100; index += 1) await store.delete('none')
    assert.equal(rows('entry'), 302)
    for (let index = 0; index < 200; index += 1) await store.delete('none')
    assert.deepEqual(['entry', 'entry_index', 'lock'].map(rows), [1, 0, 0])
    other.close()
    await store.close()
  })
})
