import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mergeData } from './merge.ts'

describe('data that two requests change at once', () => {
  test('keeps what each of them changed', () => {
    const base = { a: 1, b: 1, c: 1, d: 1 }
    const mine = { a: 2, b: 1, d: 1, e: 5 }
    const theirs = { a: 3, b: 3, c: 1, f: 6 }
    // `a`: the later one, which is mine; `b`: theirs; `c`: deleted by me; `d`: deleted by them.
    assert.deepEqual(mergeData(base, mine, theirs), { a: 2, b: 3, e: 5, f: 6 })
  })

  test('goes by what is in a member, not by who made it', () => {
    const base = { cart: ['book'] }
    const theirs = { cart: ['book', 'pen'] }
    assert.deepEqual(mergeData(base, { cart: ['book'] }, theirs), theirs)
    assert.deepEqual(mergeData(base, { cart: [] }, theirs), { cart: [] })
  })

  test('takes names of Object’s own for names like any other', () => {
    const mine = JSON.parse('{"__proto__":{"admin":true},"toString":1}')
    const merged = mergeData({}, mine, {})
    assert.deepEqual(Object.keys(merged), ['__proto__', 'toString'])
    assert.equal(Object.getPrototypeOf(merged), Object.prototype)
  })
})
