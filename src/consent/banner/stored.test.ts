import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { type Category, CLASSIC_CATEGORIES, wireOf } from '../wire/categories.ts'
import { choicesBy, grantedIds, storedChoices } from './stored.ts'

const FINER: readonly Category[] = [
  ...CLASSIC_CATEGORIES,
  { id: 'ads', classic: 'performance' },
  { id: 'video' },
]

describe('the choice that cookies hold', () => {
  test('is the one that was kept', () => {
    const ids = FINER.filter((one) => !one.always).map(({ id }) => id)
    fc.assert(
      fc.property(fc.record(Object.fromEntries(ids.map((id) => [id, fc.boolean()]))), (choices) => {
        const word = wireOf(choices, FINER)
        assert.deepEqual(storedChoices([word], grantedIds(choices), FINER), { ...choices })
      }),
      PROPERTY_RUNS,
    )
  })

  test('is none after old and strange values', () => {
    for (const value of ['', 'true', 'unset', 'All', 'all ', 'toString']) {
      assert.equal(storedChoices([value], 'performance', CLASSIC_CATEGORIES), undefined)
    }
    assert.equal(storedChoices([], 'performance', CLASSIC_CATEGORIES), undefined)
  })

  test('is the last that says something, where a parent domain has one too', () => {
    const refused = { performance: false, functionality: false }
    assert.deepEqual(
      storedChoices(['all', 'essential', 'true'], undefined, CLASSIC_CATEGORIES),
      refused,
    )
  })

  test('is the word’s, where an old client has changed the word alone', () => {
    const all = storedChoices(['all'], 'video', FINER)
    assert.deepEqual(all, { performance: true, functionality: true, ads: true, video: true })
    const none = storedChoices(['essential'], 'performance.ads', FINER)
    assert.deepEqual(none, { performance: false, functionality: false, ads: false, video: false })
  })

  test('never grants what no category says, whatever the cookies hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.option(fc.string(), { nil: undefined }),
        (words, ids) => {
          const choices = storedChoices(words, ids, FINER) ?? {}
          for (const id of Object.keys(choices)) assert.ok(FINER.some((one) => one.id === id))
        },
      ),
      PROPERTY_RUNS,
    )
  })
})

test('what is always allowed is not asked about', () => {
  assert.deepEqual(
    choicesBy(CLASSIC_CATEGORIES, () => true),
    {
      performance: true,
      functionality: true,
    },
  )
})
