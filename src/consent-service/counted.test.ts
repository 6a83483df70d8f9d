import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count, counted } from './counted.ts'

test('numbers have separators, and their noun', () => {
  assert.equal(count(1_234_567), '1,234,567')
  assert.equal(counted(1, 'entry', 'entries'), '1 entry')
  assert.equal(counted(2000, 'key'), '2,000 keys')
})
