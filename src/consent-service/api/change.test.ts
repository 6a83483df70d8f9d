import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { CLASSIC_CATEGORIES } from '../../consent/wire/categories.ts'
import { isHallpassError } from '../../errors.ts'
import { inForce } from '../policy.ts'
import type { Policy } from '../store/port.ts'
import { choicesIn, readSent, versionFor } from './change.ts'
import { isObject } from './json.ts'

function policy(version: number, createdAt: number, categories = CLASSIC_CATEGORIES): Policy {
  return { version, material: true, text: '', categories, sha256: '', createdAt }
}
const OLD = policy(1, 1000)
const MORE = policy(2, 2000, [...CLASSIC_CATEGORIES, { id: 'video' }])
const NEWEST = inForce([OLD, { ...MORE, material: false }])
const sent = (preferences: object, rest: object = {}) => readSent({ preferences, ...rest })
const bad = { code: 'bad_request' }

describe('what a site sends', () => {
  test('an older client says a word', () => {
    assert.deepEqual(sent({ consent: 'all' }), {
      consent: 'all',
      categories: undefined,
      act: 'accept_all',
      policy: undefined,
      chosenAt: undefined,
    })
    assert.equal(sent({ consent: 'essential' }).act, 'reject_all')
    assert.equal(sent({ consent: 'performance' }).act, 'saved')
  })

  test('an act that is not said is what the categories say', () => {
    const act = (consent: string, categories: object) => sent({ consent, categories }).act
    assert.equal(act('all', { performance: true, video: true }), 'accept_all')
    assert.equal(act('all', { performance: true, video: false }), 'saved')
    assert.equal(act('essential', { performance: false }), 'reject_all')
    assert.equal(act('essential', { video: true }), 'saved')
    assert.equal(act('all', { video: false }), 'saved')
  })

  test('an act that is not what was chosen is refused', () => {
    for (const [act, preferences] of [
      ['accept_all', { consent: 'essential' }],
      ['accept_all', { consent: 'all', categories: { video: false } }],
      ['reject_all', { consent: 'all' }],
      ['reject_all', { consent: 'essential', categories: { video: true } }],
    ] as const) {
      assert.throws(() => sent(preferences, { act }), bad)
    }
    // organisations without a classic category
    assert.equal(
      sent({ consent: 'essential', categories: { video: true } }, { act: 'accept_all' }).act,
      'accept_all',
    )
  })

  test('wrong types and unknown words are refused', () => {
    for (const body of [
      {},
      { preferences: null },
      { preferences: [] },
      { preferences: 'all' },
      { preferences: {} },
      { preferences: { consent: 'unset' } },
      { preferences: { consent: 'everything' } },
      { preferences: { consent: ['all'] } },
      { preferences: { consent: 'all', categories: [] } },
      { preferences: { consent: 'all', categories: null } },
      { preferences: { consent: 'all', categories: { performance: 'true' } } },
      { preferences: { consent: 'all', categories: { performance: 1 } } },
      { preferences: { consent: 'all' }, act: 'import' },
      { preferences: { consent: 'all' }, act: null },
      { preferences: { consent: 'all' }, act: 'constructor' },
      { preferences: { consent: 'all' }, policy: '1' },
      { preferences: { consent: 'all' }, policy: -1 },
      { preferences: { consent: 'all' }, policy: 1.5 },
      { preferences: { consent: 'all' }, policy: 1e300 },
      { preferences: { consent: 'all' }, policy: null },
      { preferences: { consent: 'all' }, act: 'sync' },
      { preferences: { consent: 'all' }, act: 'sync', chosen_at: 'yesterday' },
      { preferences: { consent: 'all' }, act: 'sync', chosen_at: 1_800_000_000 },
      { preferences: { consent: 'unset' }, act: 'sync', chosen_at: '2026-11-24T05:00:00Z' },
      Object.create({ preferences: { consent: 'all' } }),
      { preferences: Object.create({ consent: 'all' }) },
    ]) {
      assert.throws(() => readSent(body), bad, JSON.stringify(body))
    }
  })

  test('any JSON at all: a choice or bad_request', () => {
    const part = fc.oneof(
      fc.json(),
      fc.constantFrom('"all"', 'true', '{"video":true}', '"gpc"', '1'),
    )
    fc.assert(
      fc.property(part, part, part, part, (consent, categories, act, policy) => {
        const body: unknown = JSON.parse(
          `{"preferences":{"consent":${consent},"categories":${categories},"__proto__":{"consent":"all"}},"act":${act},"policy":${policy}}`,
        )
        assert.ok(isObject(body))
        try {
          readSent(body)
        } catch (error) {
          assert.ok(isHallpassError(error) && error.code === 'bad_request', String(error))
        }
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('what it comes to', () => {
  test('a word leaves the categories that it does not speak of', () => {
    assert.deepEqual(choicesIn(sent({ consent: 'all' }), MORE, NEWEST), {
      choices: { performance: true, functionality: true },
      kept: { ids: ['video'], since: 1 },
    })
  })

  test('where categories are named the word says nothing', () => {
    const said = sent({
      consent: 'all',
      categories: { performance: false, video: true, essential: true },
    })
    assert.deepEqual(choicesIn(said, MORE, NEWEST), {
      choices: { performance: false, video: true },
      kept: { ids: ['functionality'], since: 1 },
    })
    assert.deepEqual(choicesIn(sent({ consent: 'all', categories: {} }), OLD, inForce([OLD])), {
      choices: { performance: true, functionality: true },
    })
  })

  test('what is asked about since the version that was shown stays', () => {
    assert.deepEqual(choicesIn(sent({ consent: 'all' }), OLD, NEWEST), {
      choices: { performance: true, functionality: true },
      kept: { ids: ['video'], since: 1 },
    })
  })

  test('a signal chooses nothing', () => {
    const signal = sent({ consent: 'unset' }, { act: 'gpc' })
    assert.deepEqual(choicesIn(signal, MORE, NEWEST), { choices: undefined })
  })

  test('a category that there is not', () => {
    for (const id of ['ads', 'toString', '__proto__', '']) {
      const body: unknown = JSON.parse(
        `{"preferences":{"consent":"all","categories":{"${id}":true}}}`,
      )
      assert.ok(isObject(body))
      assert.throws(() => choicesIn(readSent(body), MORE, NEWEST), { code: 'unknown_category' }, id)
    }
  })
})

describe('the version', () => {
  const force = inForce([policy(1, 1000), policy(2, 2000)])
  const at = (rest: object) => versionFor(sent({ consent: 'all' }, rest), force).version

  test('is the one that was shown, else the one of the time', () => {
    assert.equal(at({}), 2)
    assert.equal(at({ policy: 1 }), 1)
    assert.equal(at({ policy: 0 }), 0)
    assert.throws(() => at({ policy: 3 }), { code: 'unknown_policy' })
    const sync = (chosen_at: string) => at({ act: 'sync', chosen_at })
    assert.equal(sync('1970-01-01T00:00:03Z'), 2)
    assert.equal(sync('1970-01-01T00:00:01.500000+00:00'), 1)
    assert.equal(sync('1970-01-01T00:00:00Z'), 0)
  })
})
