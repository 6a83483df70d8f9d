import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../usage.ts'
import { noMoreWords, runWord } from './words.ts'

const given: (readonly string[])[] = []
const words = {
  name: 'consent x',
  help: '',
  words: {
    one: async (args: readonly string[]) => given.push(args),
    two: async () => 7,
  },
}

test('runs what the word names, with what stands behind it', async () => {
  await runWord(['one', '--a', 'b'], words)
  assert.deepEqual(given, [['--a', 'b']])
  assert.equal(await runWord(['two'], words), 7)
})

test('says which words there are', async () => {
  const cases: readonly (readonly [args: readonly string[], said: string])[] = [
    [[], 'consent x needs a word: one or two'],
    [['--one'], 'consent x needs a word: one or two'],
    [['thre'], 'there is no "consent x thre": one or two'],
    [['toString'], 'there is no "consent x toString": one or two'],
    [['a-token-in-the-wrong-place'], 'there is no "consent x a-token-in-the-wrong…": one or two'],
  ]
  for (const [args, said] of cases) {
    await assert.rejects(runWord(args, words), (error) => {
      assert.ok(error instanceof UsageError)
      assert.equal(error.message, said)
      assert.equal(error.help, 'hallpass consent x --help')
      return true
    })
  }
})

test('a word too many', () => {
  noMoreWords([], 'consent x')
  assert.throws(() => noMoreWords(['y'], 'consent x'), UsageError)
})
