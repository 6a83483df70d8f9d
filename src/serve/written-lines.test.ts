import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { WrittenLines } from './written-lines.ts'

test('lines of one moment are written together, in order, and none twice', async () => {
  const written: string[] = []
  const lines = new WrittenLines((text) => written.push(text))
  lines.add('a')
  lines.add('b')
  assert.deepEqual(written, [])
  await setImmediate()
  await setImmediate()
  assert.deepEqual(written, ['a\nb\n'])
  lines.add('c')
  lines.flush()
  lines.flush()
  assert.deepEqual(written, ['a\nb\n', 'c\n'])
})

test('no more than so much waits', () => {
  const written: string[] = []
  const lines = new WrittenLines((text) => written.push(text))
  lines.add('x'.repeat(70_000))
  assert.equal(written.length, 1)
})
