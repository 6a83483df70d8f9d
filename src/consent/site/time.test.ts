import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { isoTimestamp } from '../wire/timestamp.ts'
import { chosenAfter, instantOf, isUnchangedSince, laterOf } from './time.ts'

test('times as Python and others write them', () => {
  const at = 1_800_000_000_000_000
  for (const text of [
    '2027-01-15T08:00:00+00:00',
    '2027-01-15T08:00:00Z',
    '2027-01-15T08:00:00',
    '2027-01-15 08:00:00',
    '2027-01-15T09:00:00.000000+01:00',
  ]) {
    assert.equal(instantOf(text), at, text)
  }
  assert.equal(instantOf('2027-01-15T08:00:00.000001+00:00'), at + 1)
  assert.equal(instantOf('2027-01-15T08:00:00.5'), at + 500_000)
})

test('what is no time is none', () => {
  const wrong = [
    undefined,
    '',
    'now',
    '2027-01-15',
    '2027-13-15T08:00:00Z',
    '1e300',
    `${'2'.repeat(99)}`,
  ]
  for (const text of wrong) assert.equal(instantOf(text), undefined, text)
})

test('whatever is asked, nothing is thrown, and our own times keep their order', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(4e12), fc.nat(4e12), (text, a, b) => {
      instantOf(text)
      isUnchangedSince(text, isoTimestamp(a))
      assert.equal(isUnchangedSince(isoTimestamp(a), isoTimestamp(b)), a <= b)
      assert.equal(laterOf(isoTimestamp(a), isoTimestamp(b)), isoTimestamp(Math.max(a, b)))
      assert.equal(laterOf(isoTimestamp(a), instantOf(text) ? undefined : text), isoTimestamp(a))
    }),
    PROPERTY_RUNS,
  )
})

test('texts that mean no time are compared as Python does', () => {
  assert.ok(isUnchangedSince('1', '2'))
  assert.ok(!isUnchangedSince('2', '1'))
  assert.ok(isUnchangedSince(undefined, ''), 'nothing was ever chosen')
})

test('the time of a choice goes out with a zone, no earlier, and after what the service has', () => {
  const now = 1_800_000_000
  const at = (chosenAt: string | undefined, updatedAt?: string) =>
    chosenAfter(chosenAt, updatedAt, now)
  assert.equal(at('2026-11-24T04:00:00.123456'), '2026-11-24T04:00:00.124000+00:00')
  assert.equal(at('2026-11-24 05:00:00+01:00'), '2026-11-24T04:00:00.000000+00:00')
  for (const none of [undefined, '', 'x']) assert.equal(at(none), isoTimestamp(now * 1000))
  const theirs = '2027-01-15T08:00:00.500000+00:00'
  const after = '2027-01-15T08:00:00.501000+00:00'
  assert.equal(at(theirs, theirs), after)
  assert.equal(at(undefined, theirs), after, 'whose clock is ahead')
  assert.equal(at('2027-01-16T00:00:00Z', theirs), '2027-01-16T00:00:00.000000+00:00')
})
