import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { quoteCookieValue } from '../../signing.ts'
import { unwrap } from './unwrap.ts'

test('a value is taken out of what is around it', () => {
  const cases: readonly [string, string, string | undefined][] = [
    ['abc.def', 'abc.def', undefined],
    [' abc\n', 'abc', undefined],
    ['session=abc.def', 'abc.def', 'session'],
    ['Cookie: session=abc.def; other=1', 'abc.def', 'session'],
    ['Set-Cookie: session=abc; Path=/; HttpOnly', 'abc', 'session'],
    ['Authorization: Bearer abc.def.ghi', 'abc.def.ghi', undefined],
    ['bearer abc', 'abc', undefined],
    ['a="{\\"k\\": 1\\054 \\"b\\": 2}.x.y"; Path=/', '{"k": 1, "b": 2}.x.y', 'a'],
    ['%7B%22a%22%3A1%7D.x', '{"a":1}.x', undefined],
    ['%zz%20%', '%zz%20%', undefined],
    ['gAAAAAB=', 'gAAAAAB=', undefined],
    ['gAAAAAB==', 'gAAAAAB==', undefined],
    ['{"a": "x=y"}.t.s', '{"a": "x=y"}.t.s', undefined],
  ]
  for (const [text, value, name] of cases) {
    const found = unwrap(text)
    assert.deepEqual([found.value, found.name], [value, name], text)
  }
})

test('what was taken off is said', () => {
  assert.match(unwrap(' a ').notes.join(), /White space/)
  assert.match(unwrap('"a,b"').notes.join(), /quotes/)
  assert.match(unwrap('a%2C').notes.join(), /percent-encoded/)
  assert.match(unwrap('a%2C%').notes.join(), /and is not/)
  assert.deepEqual(unwrap('abc\n').notes, [])
})

test('a quoted cookie comes back whole', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      assert.equal(
        unwrap(`service=${quoteCookieValue(`${json}.x`)}; Path=/`).value,
        decoded(`${json}.x`),
      )
    }),
    PROPERTY_RUNS,
  )
  /** What looks percent-encoded inside is taken for that: a person is shown what was done. */
  function decoded(text: string): string {
    if (!/%[\da-f]{2}/i.test(text)) return text
    try {
      return decodeURIComponent(text)
    } catch {
      return text
    }
  }
})
