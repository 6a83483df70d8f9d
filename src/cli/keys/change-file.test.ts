import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { changeFile } from './change-file.ts'

const root = mkdtempSync(join(tmpdir(), 'hallpass-file-'))
after(() => rmSync(root, { recursive: true, force: true }))

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(root, 'f'))
  file = join(folder, '.env')
})
const names = () => readdirSync(folder).sort()
const append = (text = '') => `${text}new\n`

describe('changeFile', () => {
  test('makes a file for its owner alone', async () => {
    await changeFile(file, (text) => append(`${text}`))
    assert.equal(readFileSync(file, 'utf8'), 'undefinednew\n')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.deepEqual(names(), ['.env'])
  })

  test('keeps every byte, the mode and the owner', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    writeFileSync(file, bytes)
    chmodSync(file, 0o640)
    const isRoot = process.getuid?.() === 0
    if (isRoot) chownSync(file, 12_345, 12_346)
    await changeFile(file, append)
    assert.deepEqual(readFileSync(file), Buffer.concat([bytes, Buffer.from('new\n')]))
    const { mode, uid, gid } = statSync(file)
    assert.equal(mode & 0o777, 0o640)
    if (isRoot) assert.deepEqual([uid, gid], [12_345, 12_346])
  })

  test('follows a symbolic link, and leaves it one', async () => {
    mkdirSync(join(folder, 'real'))
    const real = join(folder, 'real', 'settings')
    writeFileSync(real, 'a\n')
    symlinkSync(real, file)
    await changeFile(file, append)
    assert.equal(readFileSync(real, 'utf8'), 'a\nnew\n')
    assert.deepEqual(readdirSync(join(folder, 'real')), ['settings'])
  })

  test('leaves the file as it was when the change is refused', async () => {
    writeFileSync(file, 'a\n')
    const refuse = () => {
      throw new Error('no')
    }
    await assert.rejects(changeFile(file, refuse), { message: 'no' })
    assert.equal(readFileSync(file, 'utf8'), 'a\n')
    assert.deepEqual(names(), ['.env'])
  })

  test('many at once wait for one another, and none is lost', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => changeFile(file, (text = '') => `${text}${i}\n`)),
    )
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    assert.deepEqual(lines.map(Number).sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('says that another is at work, or was stopped half-way', async () => {
    writeFileSync(file, 'a\n')
    writeFileSync(`${file}.hallpass-new`, '')
    await assert.rejects(changeFile(file, append), {
      message: /stopped half-way.* is whole.*delete/s,
    })
    assert.equal(readFileSync(file, 'utf8'), 'a\n')
    assert.deepEqual(names(), ['.env', '.env.hallpass-new'])
  })

  test('says in a sentence why a file cannot be changed', async () => {
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'plain'), '')
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'))
    symlinkSync(join(folder, 'circle'), join(folder, 'circle'))
    const faults: Array<[string, RegExp]> = [
      [join(folder, 'none', '.env'), /^There is no folder .*none\.$/],
      [join(folder, 'sub'), /sub is not a file\.$/],
      [join(folder, 'plain', '.env'), /a part of its path is not a folder/],
      [join(folder, 'dangling'), /dangling is a symbolic link to a file that is not there/],
      [join(folder, 'circle'), /symbolic links go in a circle/],
    ]
    for (const [path, message] of faults)
      await assert.rejects(changeFile(path, append), { message })
    assert.deepEqual(names(), ['circle', 'dangling', 'plain', 'sub'])
  })
})

describe('a user who may not', () => {
  // As root everything may be written; another user is taken for the test then.
  const isRoot = process.getuid?.() === 0
  const script = `
    import { changeFile } from ${JSON.stringify(new URL('./change-file.ts', import.meta.url).href)}
    if (${isRoot}) process.setuid(12_345)
    await changeFile(process.argv[1], (text) => text + 'new').catch((e) => console.log(e.message))`
  const asOther = (path: string) => {
    const args = ['--input-type=module', '--eval', script, path]
    return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout
  }

  test('is told that the folder is read-only', () => {
    writeFileSync(file, 'a\n')
    for (const path of [root, folder]) chmodSync(path, path === root ? 0o755 : 0o555)
    assert.match(asOther(file), /cannot be changed: this user may not write in its folder/)
    chmodSync(folder, 0o755)
    assert.equal(readFileSync(file, 'utf8'), 'a\n')
  })

  test('cannot take a file from its owner', () => {
    writeFileSync(file, 'a\n', { mode: 0o666 })
    chmodSync(folder, 0o777)
    if (isRoot)
      assert.match(asOther(file), /belongs to another user or group: run this as its owner/)
    else assert.equal(asOther(file), '')
    assert.deepEqual(names(), ['.env'])
  })
})
