/** What SQLite cannot do is `store_unavailable`; afterwards the store works again. */
import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import type { ConsentStore } from '../../src/consent-service/store/port.ts'
import { CONSENT_FILE } from '../../src/consent-service/store/sqlite/migrations.ts'
import { openSqlite, storeOn } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { SqliteFile } from '../../src/stores/sqlite/file.ts'
import { addSite, change, hashOf, T0 } from './contract/ground.ts'
import { killUnderLoad } from './kill.ts'
import { filePlace } from './places.ts'
import { works } from './works.ts'

const DOWN = { name: 'HallpassError', code: 'store_unavailable', status: 503, retryAfter: 5 }

let place: Awaited<ReturnType<typeof filePlace>>
before(async () => {
  place = await filePlace()
})
after(() => place.remove())

async function opened(): Promise<{ store: ConsentStore; file: string }> {
  const target = await place.make()
  assert.ok('data' in target)
  return { store: await openSqlite(target.data), file: target.data }
}

describe('SQLite', () => {
  test('makes a file that only its owner reads', async () => {
    const { store, file } = await opened()
    await works(store)
    for (const end of ['', '-wal', '-shm']) {
      assert.equal(statSync(file + end).mode & 0o777, 0o600, end)
    }
    await store.close()
  })

  test('locked by another process: reads go on, writes wait a little and are refused', async () => {
    const { store, file } = await opened()
    const visitor = await works(store)
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const timer = performance.now()
    let turns = 0
    const turning = setInterval(() => {
      turns += 1
    }, 10)
    const refused = store.record(change(visitor, undefined, { policy: 7 }))
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)
    await assert.rejects(refused, { ...DOWN, message: /is locked by another process/ })
    clearInterval(turning)
    const waited = performance.now() - timer
    assert.ok(waited > 2500 && waited < 5000, `${waited}`)
    assert.ok(turns > 50, `the process stood still: ${turns}`)
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)

    // One that is let go in time is only waited for.
    const late = store.record(change(visitor, undefined, { policy: 8 }))
    setTimeout(() => other.exec('COMMIT'), 300)
    assert.equal((await late)?.choice?.policy, 8)
    other.close()
    await works(store)
    await store.close()
  })

  test('locked while hundreds write: all are refused together, and nothing is stored later', async () => {
    const { store, file } = await opened()
    const visitor = await works(store)
    const { entries } = await store.counts()
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const ends: number[] = []
    const writes = Array.from({ length: 500 }, (_, policy) =>
      store.record(change(visitor, undefined, { policy: policy + 2 })).finally(() => {
        ends.push(performance.now())
      }),
    )
    const start = performance.now()
    for (const { status } of await Promise.allSettled(writes)) assert.equal(status, 'rejected')
    const [first = 0, last = 0] = [ends[0], ends.at(-1)]
    assert.ok(first - start > 2500 && last - start < 5000, `${first - start} ${last - start}`)
    other.exec('COMMIT')
    other.close()
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal((await store.counts()).entries, entries)
    await works(store)
    await store.close()
  })

  test('full: nothing of the transaction is kept', async () => {
    const target = await place.make()
    assert.ok('data' in target)
    const file = new SqliteFile(target.data, DatabaseSync, CONSENT_FILE)
    const store = storeOn(file)
    await store.migrate()
    const visitor = await works(store)
    const before = await store.counts()
    const policy = { text: 'x'.repeat(50_000), categories: [], material: true, at: T0 }

    // As on a disk without room for another page.
    file.get('PRAGMA max_page_count = 1')
    const together = [
      store.addPolicy(policy),
      store.record(change(visitor, undefined, { policy: 7 })),
      store.addPolicy(policy),
    ]
    for (const { status } of await Promise.allSettled(together)) assert.equal(status, 'rejected')
    await assert.rejects(store.addPolicy(policy), { ...DOWN, message: /is full/ })
    assert.deepEqual(await store.counts(), before)
    assert.deepEqual(await store.policies(), [])
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)

    file.get('PRAGMA max_page_count = 1000000')
    assert.equal((await store.addPolicy(policy)).version, 1)
    await works(store)
    await store.close()
  })

  test('gone: nothing is written into a file that has no name any more', async () => {
    const { store, file } = await opened()
    const visitor = await works(store)
    for (const end of ['', '-wal', '-shm']) renameSync(file + end, `${file}.away${end}`)
    await assert.rejects(store.record(change(visitor, undefined)), { ...DOWN, message: /is gone/ })
    await new Promise((resolve) => setTimeout(resolve, 600))
    await assert.rejects(store.ready(), DOWN)
    await assert.rejects(store.visitor(visitor), DOWN)
    await assert.rejects(store.migrate(), DOWN)
    for (const end of ['', '-wal', '-shm']) {
      if (statSync(`${file}.away${end}`, { throwIfNoEntry: false }))
        renameSync(`${file}.away${end}`, file + end)
    }
    assert.equal((await store.visitor(visitor))?.choice?.policy, 1)
    await works(store)
    await store.close()
  })

  test('damaged: refused until a good copy is back', async () => {
    const { store, file } = await opened()
    const visitor = await works(store)
    await store.close()
    copyFileSync(file, `${file}.good`)

    truncateSync(file, 5000)
    await assert.rejects(openSqlite(file), DOWN)
    writeFileSync(file, 'this is no database, and long enough to be sure of it'.repeat(200))
    await assert.rejects(openSqlite(file), { ...DOWN, message: /is not a database/ })

    renameSync(`${file}.good`, file)
    const again = await openSqlite(file)
    copyFileSync(file, `${file}.good`)
    writeFileSync(`${file}.bad`, Buffer.alloc(statSync(file).size, 7))
    renameSync(`${file}.bad`, file)
    await assert.rejects(again.record(change(visitor, undefined)), DOWN)
    renameSync(`${file}.good`, file)
    assert.equal((await again.visitor(visitor))?.choice?.policy, 1)
    await works(again)
    await again.close()
  })

  test('not to be written to', async () => {
    const { store, file } = await opened()
    await works(store)
    await store.close()
    const folder = dirname(file)
    const isRoot = process.getuid?.() === 0
    chmodSync(file, 0o444)
    chmodSync(folder, 0o555)
    // Root may write everywhere: so for a moment it is nobody.
    if (isRoot) process.seteuid?.(65_534)
    try {
      await assert.rejects(openSqlite(file), { ...DOWN, message: /cannot be (written to|opened)/ })
      await assert.rejects(openSqlite(`${folder}/new.sqlite`), DOWN)
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(folder, 0o755)
      chmodSync(file, 0o600)
    }
    const again = await openSqlite(file)
    await works(again)
    await again.close()
    await assert.rejects(openSqlite(`${folder}/none/new.sqlite`), DOWN)
    await assert.rejects(openSqlite(folder), DOWN)
  })

  test('of another program, or a newer hallpass, is left alone', async () => {
    const { store, file } = await opened()
    await store.close()
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 999')
    newer.close()
    await assert.rejects(openSqlite(file), { code: 'invalid_config', message: /newer hallpass/ })
    const foreign = `${file}.foreign`
    const other = new DatabaseSync(foreign)
    other.exec('CREATE TABLE theirs (x)')
    other.close()
    await assert.rejects(openSqlite(foreign), {
      code: 'invalid_config',
      message: /another program/,
    })
  })

  test('no message holds SQL, or what was to be written', async () => {
    const { store } = await opened()
    const visitor = await works(store)
    const odd = store.record(change(visitor, undefined, { policy: 1e300 }))
    await assert.rejects(odd, (error: Error) => {
      assert.match(error.message, /^The store of the consent service [a-z ]+\.$/)
      return true
    })
    const site = await addSite(store, 'shop')
    await assert.rejects(store.addKey(site.id, hashOf('shop'), T0, T0), DOWN)
    await store.close()
  })

  test('keeps what it acknowledged when two processes are killed under load', async () => {
    await killUnderLoad(await place.make())
  })
})
