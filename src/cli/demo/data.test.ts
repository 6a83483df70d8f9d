import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openData } from './data.ts'

describe('openData', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-data-'))
  })
  after(() => rm(folder, { recursive: true }))

  test('makes secrets at the first start and keeps them', async () => {
    const first = await openData(join(folder, 'kept'))
    const second = await openData(join(folder, 'kept'))
    assert.deepEqual(second.secrets, first.secrets)
    assert.notEqual(first.secrets.shop.session, first.secrets.news.session)
    assert.equal(first.secrets.keys[0]?.kty, 'RSA')
  })

  test('hides them from other users and from git', async () => {
    const data = await openData(join(folder, 'hidden'))
    assert.equal((await stat(data.folder)).mode & 0o777, 0o700)
    assert.equal((await stat(data.path('secrets.json'))).mode & 0o777, 0o600)
    assert.equal(await readFile(data.path('.gitignore'), 'utf8'), '*\n')
  })

  test('names the file that is damaged', async () => {
    const data = await openData(join(folder, 'damaged'))
    await writeFile(data.path('secrets.json'), '{"shop":{}}')
    await assert.rejects(openData(data.folder), { message: /secrets\.json .*Delete it/ })
  })
})
