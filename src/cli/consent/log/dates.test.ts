import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../../usage.ts'
import { rangeOf } from './dates.ts'

const HELP = 'hallpass x --help'
const at = (text: string) => Date.parse(text)

test('the second day belongs to it', () => {
  assert.deepEqual(rangeOf('2026-11-24', '2026-11-24', HELP), {
    from: at('2026-11-24T00:00:00Z'),
    to: at('2026-11-25T00:00:00Z'),
  })
  assert.deepEqual(rangeOf('2026-11-24T05:00:00+01:00', undefined, HELP), {
    from: at('2026-11-24T04:00:00Z'),
    to: Number.POSITIVE_INFINITY,
  })
  assert.equal(rangeOf(undefined, undefined, HELP).from, Number.NEGATIVE_INFINITY)
})

test('what is no date, or the wrong way round, is refused', () => {
  for (const [from, to] of [
    ['yesterday', undefined],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    [undefined, '24.11.2026'],
    [undefined, ''],
    ['2026-11-25', '2026-11-24'],
    ['2026-11-24T05:00:00', undefined],
  ] as const) {
    assert.throws(() => rangeOf(from, to, HELP), UsageError)
  }
})
