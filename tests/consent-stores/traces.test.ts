/** What was forgotten is in no file of SQLite any more, also while others have it open. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { ConsentStore } from '../../src/consent-service/store/port.ts'
import { openSqlite } from '../../src/consent-service/store/sqlite/sqlite.ts'
import { addSite, change, hashOf, T0 } from './contract/ground.ts'
import { filePlace } from './places.ts'

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

/** In which of its files the bytes of an id are. */
function tracesOf(id: string, file: string): string[] {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  const files = ['', '-wal', '-journal'].filter((end) => existsSync(file + end))
  return files.filter((end) => readFileSync(file + end).includes(bytes))
}

describe('the files of SQLite', () => {
  test('hold nothing of who was forgotten', async () => {
    const { store, file } = await opened()
    const shop = await addSite(store, 'shop')
    const ids = Array.from({ length: 3000 }, () => randomUUID())
    for (let from = 0; from < ids.length; from += 500) {
      await Promise.all(
        ids.slice(from, from + 500).map(async (id) => {
          await store.know(id, shop.id, T0)
          await store.putCode({ hash: hashOf(id), visitor: id, siteId: shop.id, expiresAt: T0 })
          await store.record(change(id, shop))
        }),
      )
    }
    const leaving = ids.filter((_, index) => index % 100 === 0)
    for (const id of leaving) assert.ok(tracesOf(id, file).length > 0)
    await Promise.all(leaving.map((id) => store.forget(id, T0)))
    assert.deepEqual(
      leaving.flatMap((id) => tracesOf(id, file)),
      [],
    )
    await store.close()
  })

  test('lose it as soon as nobody reads an older state', async () => {
    const { store, file } = await opened()
    const shop = await addSite(store, 'shop')
    const id = randomUUID()
    await store.know(id, shop.id, T0)
    await store.record(change(id, shop))
    const other = new DatabaseSync(file)
    other.exec('BEGIN')
    other.prepare('SELECT * FROM visitor').all()
    assert.equal(await store.forget(id, T0), true)
    assert.ok(tracesOf(id, file).length > 0)
    other.exec('COMMIT')
    for (let tries = 0; tries < 100 && tracesOf(id, file).length > 0; tries += 1) {
      await setTimeout(100)
    }
    assert.deepEqual(tracesOf(id, file), [])
    other.close()
    await store.close()
  })
})
