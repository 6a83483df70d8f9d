import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { nearest } from './nearest.ts'

describe('nearest', () => {
  const known = ['clientId', 'clientSecret', 'issuer', 'scope']

  test('finds the word behind a slip of the pen', () => {
    assert.equal(nearest('clientID', known), 'clientId')
    assert.equal(nearest('clinetSecret', known), 'clientSecret')
    assert.equal(nearest('isuer', known), 'issuer')
    assert.equal(nearest('scopes', known), 'scope')
    assert.equal(nearest('gaurd', ['guard', 'login']), 'guard', 'letters that changed places')
  })

  test('finds nothing where nothing is near, or nothing is known', () => {
    assert.equal(nearest('password', known), undefined)
    assert.equal(nearest('', known), undefined)
    assert.equal(nearest('scope', []), undefined)
  })

  test('takes the closest, and of two as close the first', () => {
    assert.equal(nearest('abcd', ['abxx', 'abcx', 'abcy']), 'abcx')
  })

  test('finds every known word itself, in any case, and gives back known words only', () => {
    const words = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1 })
    fc.assert(
      fc.property(words, fc.nat(), fc.string(), (list, index, other) => {
        const word = list[index % list.length] ?? ''
        assert.equal(nearest(word, list)?.toLowerCase(), word.toLowerCase())
        const found = nearest(other, list)
        assert.ok(found === undefined || list.includes(found))
      }),
      PROPERTY_RUNS,
    )
  })
})
