import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLASSIC_CATEGORIES } from '../../consent/wire/categories.ts'
import { inForce } from '../policy.ts'
import { readSent } from './change.ts'
import { chosenAt } from './chosen-at.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-24T12:00:00Z')
const policy = { material: true, text: '', categories: CLASSIC_CATEGORIES, sha256: '' }
const FORCE = inForce([
  { ...policy, version: 1, createdAt: NOW - 900 * DAY },
  { ...policy, version: 2, createdAt: NOW - 10 * DAY },
])
const timeOf = (chosen_at: string, rest: object = {}) => {
  const body = { preferences: { consent: 'all' }, act: 'sync', chosen_at, ...rest }
  return chosenAt(readSent(body), FORCE, NOW)
}
const ago = (milliseconds: number) => new Date(NOW - milliseconds).toISOString()
const bad = { code: 'bad_request' }

test('is as it was said; of a fast clock it is now', () => {
  assert.equal(timeOf(ago(DAY)), NOW - DAY)
  assert.equal(timeOf(ago(400 * DAY)), NOW - 400 * DAY)
  assert.equal(timeOf(ago(10 * DAY), { policy: 2 }), NOW - 10 * DAY)
  assert.equal(timeOf(ago(20 * DAY), { policy: 1 }), NOW - 20 * DAY)
  for (const late of [ago(-1), '9999-12-31T23:59:59Z']) assert.equal(timeOf(late), NOW)
  assert.equal(chosenAt(readSent({ preferences: { consent: 'all' } }), FORCE, NOW), NOW)
})

test('of long ago, or before its text was published, is refused', () => {
  for (const old of ['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', ago(400 * DAY + 1)]) {
    assert.throws(() => timeOf(old), bad, old)
  }
  assert.throws(() => timeOf(ago(10 * DAY + 1), { policy: 2 }), bad)
})

test('a day that there is not is no time', () => {
  for (const text of [
    '2026-02-31T05:00:00Z',
    '2026-11-31T05:00:00+00:00',
    '2026-11-24T25:00:00Z',
  ]) {
    assert.throws(() => timeOf(text), bad, text)
  }
})
