import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../usage.ts'
import { consentCommand } from './command.ts'

const VISITOR = '11111111-1111-4111-8111-111111111111'

test('every wrong command line is wrong usage, of the command that was meant', async () => {
  for (const args of [
    [],
    ['toString'],
    ['site'],
    ['site', 'add'],
    ['site', 'add', 'shop.example'],
    ['site', 'add', 'https://a.example', 'https://b.example'],
    ['site', 'add', 'https://a.example', '--callback', 'https://b.example'],
    ['site', 'list', 'all'],
    ['site', 'rotate', 'https://a.example', '--grace', '1d'],
    ['verify', '--head', 'x'],
    ['export', '--format', 'xml'],
    ['export', '--visitor', 'x'],
    ['export', '--visitor', VISITOR, '--from', '2026-01-01'],
    ['export', '--from', '2026-02-01', '--to', '2026-01-01'],
    ['forget'],
    ['forget', '../x'],
    ['import', 'a', 'b'],
    ['serve', '--port', 'x'],
    ['serve', '--data', ''],
    ['verify', '--nonsense'],
  ]) {
    await assert.rejects(consentCommand(args), (error) => {
      assert.ok(error instanceof UsageError, `${args.join(' ')}: ${error}`)
      const [word = ''] = args
      const isWord = Object.hasOwn({ toString: 0 }, word) ? '' : word
      assert.ok(error.help.startsWith(`hallpass consent ${isWord}`.trimEnd()), error.help)
      return true
    })
  }
})
