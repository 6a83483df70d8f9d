import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { holdFolder } from './folder.ts'

describe('holdFolder', () => {
  let base: string
  before(async () => {
    base = await mkdtemp(join(tmpdir(), 'hallpass-folder-'))
  })
  after(() => rm(base, { recursive: true }))

  test('makes a folder for this user alone, and leaves nothing in it once released', async () => {
    const { folder, release } = await holdFolder(join(base, 'new'))
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    await release()
    assert.deepEqual(await readdir(folder), [])
  })

  test('takes the next name while the folder is held, and the folder itself afterwards', async () => {
    const wanted = join(base, 'shared')
    const first = await holdFolder(wanted)
    const second = await holdFolder(wanted)
    const third = await holdFolder(wanted)
    assert.deepEqual(
      [first, second, third].map(({ folder }) => folder),
      [wanted, `${wanted}-2`, `${wanted}-3`],
    )
    await first.release()
    assert.equal((await holdFolder(wanted)).folder, wanted)
  })

  test('respects a process that lives, and not what is left of others', async () => {
    const { folder, release } = await holdFolder(join(base, 'left'))
    await release()
    const { pid: dead } = spawnSync(process.execPath, ['--version'])
    for (const [content, expected] of [
      [`${process.ppid}\n`, `${folder}-2`],
      [`${dead}\n`, folder],
      [`${process.pid}\n`, folder],
      ['', folder],
      ['-1\n', folder],
    ] as const) {
      await writeFile(join(folder, 'running.pid'), content)
      const next = await holdFolder(folder)
      assert.equal(next.folder, expected, content)
      await next.release()
    }
  })

  test('can be released when the folder is gone', async () => {
    const { folder, release } = await holdFolder(join(base, 'gone'))
    await rm(folder, { recursive: true })
    await release()
  })

  test('says so when the name is that of a file, or is below one', async () => {
    const file = join(base, 'file')
    await writeFile(file, '')
    for (const name of [file, join(file, 'below')]) {
      await assert.rejects(holdFolder(name), {
        message: `${name} is not a folder. Use --data with the name of a folder.`,
      })
    }
  })
})
