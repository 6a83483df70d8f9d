import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ImportCount } from './import-count.ts'

test('counts what became of the lines', () => {
  const count = new ImportCount()
  for (const outcome of ['taken', 'taken', 'kept', 'unset'] as const) count.add(outcome, 1)
  assert.equal(count.text(), '4 lines, 2 taken over, 1 here already, 1 without a choice\n')
  assert.equal(count.badText(), '')
})

test('names the first that it could not use', () => {
  const count = new ImportCount()
  for (let number = 1; number <= 1030; number++) count.add({ fault: 'no JSON' }, number)
  assert.equal(count.text(), '1,030 lines, 0 taken over, 0 here already, 1,030 not used\n')
  const lines = count.badText().trimEnd().split('\n')
  assert.equal(lines.length, 21)
  assert.equal(lines[0], 'hallpass: line 1: no JSON')
  assert.equal(lines[20], 'hallpass: and 1,010 more')
})
