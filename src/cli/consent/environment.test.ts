import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { UsageError } from '../usage.ts'
import { secretSetting, setting } from './environment.ts'

const HELP = 'hallpass x --help'
const folder = mkdtempSync(join(tmpdir(), 'hallpass-environment-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

test('an empty setting is none', () => {
  assert.equal(setting({ A: ' ' }, 'A'), undefined)
  assert.equal(setting({}, 'A'), undefined)
  assert.equal(setting({ A: ' a ' }, 'A'), 'a')
})

describe('a secret', () => {
  test('is in the variable, or in the file', () => {
    assert.equal(secretSetting({ A: 'secret' }, 'A', HELP), 'secret')
    assert.equal(secretSetting({ A_FILE: file('a', 'secret\n') }, 'A', HELP), 'secret')
    assert.equal(secretSetting({}, 'A', HELP), undefined)
  })

  test('of both is refused, without saying it', () => {
    assert.throws(
      () => secretSetting({ A: 'secret', A_FILE: file('b', 'secret') }, 'A', HELP),
      (error) => error instanceof UsageError && !error.message.includes('secret'),
    )
  })

  test('in a file that is empty, a folder, no text or not there is an error', () => {
    const path = file('binary', '')
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0xff]))
    for (const [given, reason] of [
      [file('empty', '\n'), /which is empty/],
      [folder, /it is a folder/],
      [path, /it is not UTF-8 text/],
      [join(folder, 'none'), /there is no such file/],
    ] as const) {
      assert.throws(() => secretSetting({ A_FILE: given }, 'A', HELP), reason)
    }
  })
})
