import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { keysArguments } from './options.ts'

describe('keysArguments', () => {
  test('reads each task with its defaults', () => {
    const name = 'HALLPASS_SECRET'
    assert.deepEqual(keysArguments(['new']), { task: 'print', name, fernet: false })
    assert.deepEqual(keysArguments(['new', '--fernet']), {
      task: 'print',
      name: 'FERNET_KEY',
      fernet: true,
    })
    assert.deepEqual(keysArguments(['new', '--file', 'x', '--name=A_1']), {
      task: 'new',
      name: 'A_1',
      fernet: false,
      file: 'x',
    })
    const rotate = { name, fernet: false, file: '.env', dropOld: false }
    assert.deepEqual(keysArguments(['rotate']), { task: 'rotate', ...rotate })
    assert.deepEqual(keysArguments(['rotate', '--prepare']), { task: 'prepare', ...rotate })
    assert.deepEqual(keysArguments(['rotate', '--drop-old']), {
      task: 'rotate',
      ...rotate,
      dropOld: true,
    })
    assert.deepEqual(keysArguments(['rotate', '--leaked']), { task: 'leaked', ...rotate })
    assert.deepEqual(keysArguments(['--help']), { task: 'help' })
    assert.deepEqual(keysArguments(['rotate', '-h']), { task: 'help' })
  })

  test('names what is wrong', () => {
    const wrong: Array<[string[], RegExp]> = [
      [[], /needs a word: new or rotate/],
      [['old'], /needs a word/],
      [['new', 'SECRET'], /takes no other words/],
      [['new', '--name', '1A'], /--name must be/],
      [['new', '--name', 'A-B'], /--name must be/],
      [['new', '--name='], /--name must be/],
      [['new', '--file='], /--file must name a file/],
      [['new', '--prepare'], /are for rotate/],
      [['rotate', '--prepare', '--drop-old'], /drops nothing/],
      [['rotate', '--prepare', '--leaked'], /--leaked drops all others/],
      [['rotate', '--drop-old', '--leaked'], /--leaked drops all others/],
      [['new', '--leaked'], /are for rotate/],
      [['new', '--colour'], /--colour/],
    ]
    for (const [args, message] of wrong) {
      assert.throws(() => keysArguments(args), { name: 'UsageError', message })
    }
  })
})
