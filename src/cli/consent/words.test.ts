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
  for (const args of [[], ['three'], ['toString'], ['--one']]) {
    await assert.rejects(runWord(args, words), (error) => {
      assert.ok(error instanceof UsageError)
      assert.equal(error.message, 'consent x needs a word: one or two')
      assert.equal(error.help, 'hallpass consent x --help')
      return true
    })
  }
})

test('a word too many', () => {
  noMoreWords([], 'consent x')
  assert.throws(() => noMoreWords(['y'], 'consent x'), UsageError)
})
