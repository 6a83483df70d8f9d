import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../../tests/property-runs.ts'
import { readImportLine } from './import-line.ts'

const NOW = Date.parse('2026-11-24T05:00:00Z')
const VISITOR = '11111111-1111-4111-8111-111111111111'
const line = (more: object) =>
  JSON.stringify({
    user_uuid: VISITOR,
    consent: 'all',
    updated_at: '2026-01-02T03:04:05Z',
    ...more,
  })

describe('a line of an older service', () => {
  test('has a visitor, a word and a time', () => {
    const at = Date.parse('2026-01-02T03:04:05Z')
    const expected = { visitor: VISITOR, consent: 'all', at }
    for (const updated_at of [
      '2026-01-02T03:04:05Z',
      '2026-01-02T04:04:05+01:00',
      '2026-01-02T03:04:05',
      '2026-01-02 03:04:05',
      '2026-01-02 03:04:05+00',
      '2026-01-02T03:04:05.000000+00:00',
    ]) {
      assert.deepEqual(readImportLine(line({ updated_at, other: 1 }), NOW), expected, updated_at)
    }
    const upper = line({ user_uuid: 'AAAAAAAA-1111-4111-8111-111111111111' })
    assert.deepEqual(readImportLine(upper, NOW), {
      ...expected,
      visitor: 'aaaaaaaa-1111-4111-8111-111111111111',
    })
  })

  test('of who was never asked needs no time', () => {
    assert.deepEqual(readImportLine(line({ consent: 'unset', updated_at: null }), NOW), {
      visitor: VISITOR,
      consent: 'unset',
      at: NOW,
    })
  })

  test('of a clock that is a little ahead is of now', () => {
    const read = readImportLine(line({ updated_at: '2026-11-24T05:01:00Z' }), NOW)
    assert.ok(typeof read !== 'string' && read.at === NOW)
  })

  test('is refused with a reason', () => {
    for (const [text, reason] of [
      ['{', 'no JSON'],
      ['[]', 'no JSON object'],
      ['null', 'no JSON object'],
      [line({ user_uuid: 7 }), 'user_uuid is no UUID of version 4'],
      [
        line({ user_uuid: '11111111-1111-1111-8111-111111111111' }),
        'user_uuid is no UUID of version 4',
      ],
      [
        line({ consent: 'functional' }),
        'consent is none of all, performance, functionality, essential, unset',
      ],
      [line({ updated_at: null }), 'updated_at is no time, such as 2026-11-24T05:00:00+00:00'],
      [line({ updated_at: 1 }), 'updated_at is no time, such as 2026-11-24T05:00:00+00:00'],
      [line({ updated_at: '2026-11-25T05:00:00Z' }), 'updated_at is in the future'],
    ] as const) {
      assert.equal(readImportLine(text, NOW), reason)
    }
  })

  test('of any text throws nothing', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => line({ consent: json })),
    )
    fc.assert(
      fc.property(text, (given) => {
        readImportLine(given, NOW)
      }),
      PROPERTY_RUNS,
    )
  })
})
