import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openStore } from './store.ts'

describe('openStore', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-store-'))
  })
  after(() => rm(folder, { recursive: true }))

  test('finds by id and by uid until the entry expires', async () => {
    let now = 1000
    const sessions = (await openStore(undefined, () => now)).adapter('Session')
    await sessions.upsert('one', { uid: 'u1' }, 60)
    assert.deepEqual(await sessions.find('one'), { uid: 'u1' })
    assert.deepEqual(await sessions.findByUid('u1'), { uid: 'u1' })
    now = 1060
    assert.equal(await sessions.find('one'), undefined)
    assert.equal(await sessions.findByUid('u1'), undefined)
  })

  test('keeps the models apart', async () => {
    const store = await openStore()
    await store.adapter('Grant').upsert('one', { accountId: 'a' })
    assert.equal(await store.adapter('Session').find('one'), undefined)
  })

  test('revokes all of a grant, and of that grant alone', async () => {
    const tokens = (await openStore()).adapter('RefreshToken')
    await tokens.upsert('one', { grantId: 'g1' })
    await tokens.upsert('two', { grantId: 'g1' })
    await tokens.upsert('three', { grantId: 'g2' })
    await tokens.revokeByGrantId('g1')
    assert.equal(await tokens.find('one'), undefined)
    assert.equal(await tokens.find('two'), undefined)
    assert.deepEqual(await tokens.find('three'), { grantId: 'g2' })
  })

  test('reads back what it wrote, in a file that others cannot read', async () => {
    const file = join(folder, 'kept.json')
    const store = await openStore(file)
    await store.adapter('Session').upsert('one', { uid: 'u1' }, 60)
    await store.flush()
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.deepEqual(await (await openStore(file)).adapter('Session').find('one'), { uid: 'u1' })
  })

  test('does not write what has expired', async () => {
    const file = join(folder, 'pruned.json')
    let now = 1000
    const store = await openStore(file, () => now)
    await store.adapter('Session').upsert('old', { uid: 'u1' }, 60)
    now = 2000
    await store.adapter('Session').upsert('new', { uid: 'u2' }, 60)
    await store.flush()
    assert.deepEqual(Object.keys(JSON.parse(await readFile(file, 'utf8'))), ['Session:new'])
  })

  test('names the file that is damaged', async () => {
    const file = join(folder, 'damaged.json')
    for (const content of ['{', '[]', '{"a":1}', '{"a":{"payload":1}}']) {
      await writeFile(file, content)
      await assert.rejects(openStore(file), { message: /damaged\.json .*Delete it/ })
    }
  })
})
