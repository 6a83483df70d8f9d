import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { quoteCookieValue } from '../../signing.ts'
import { unwrap } from './unwrap.ts'

const first = (text: string) => {
  const [given] = unwrap(text)
  const [reading] = given?.readings ?? []
  assert.ok(given && reading)
  return { name: given.name, ...reading }
}

test('a value is taken out of what is around it', () => {
  const cases: readonly [string, string, string | undefined][] = [
    ['abc.def', 'abc.def', undefined],
    [' abc\n', 'abc', undefined],
    ['session=abc.def', 'abc.def', 'session'],
    ['Cookie: session=abc.def', 'abc.def', 'session'],
    ['Set-Cookie: session=abc; Path=/; HttpOnly', 'abc', 'session'],
    ['session=abc; Max-Age=60; SameSite=Lax', 'abc', 'session'],
    ['Authorization: Bearer abc.def.ghi', 'abc.def.ghi', undefined],
    ['bearer abc', 'abc', undefined],
    ['a="{\\"k\\": 1\\054 \\"b\\": 2}.x.y"; Path=/', '{"k": 1, "b": 2}.x.y', 'a'],
    ['%7B%22a%22%3A1%7D.x', '{"a":1}.x', undefined],
    ['%zz%20%', '%zz%20%', undefined],
    ['gAAAAAB=', 'gAAAAAB=', undefined],
    ['gAAAAAB==', 'gAAAAAB==', undefined],
    ['{"a": "x=y; z=1"}.t.s', '{"a": "x=y; z=1"}.t.s', undefined],
    ['a={"b": "c; d"}.t.s', '{"b": "c; d"}.t.s', 'a'],
  ]
  for (const [text, value, name] of cases) {
    const found = first(text)
    assert.deepEqual([found.value, found.name], [value, name], text)
  }
})

test('what was done to it is said', () => {
  const notes = (text: string) => first(text).notes.join('\n')
  assert.match(notes(' a '), /White space around/)
  assert.match(notes('"a,b"'), /quotes/)
  assert.match(notes('a%2C'), /percent-encoded/)
  assert.equal(notes('a%2C%'), '')
  assert.equal(notes('abc\n'), '')
})

test('other readings come behind the likeliest', () => {
  const values = (text: string) => unwrap(text)[0]?.readings.map(({ value }) => value)
  assert.deepEqual(values('a%2Cb'), ['a,b', 'a%2Cb'])
  assert.deepEqual(values('{"a%2C"}'), ['{"a%2C"}', '{"a,"}'])
  assert.deepEqual(values('ab\n c'), ['ab\n c', 'abc'])
  assert.deepEqual(values('user=una.x'), ['una.x', 'user=una.x'])
})

describe('a line of several cookies', () => {
  test('gives each', () => {
    for (const line of ['Cookie: a=1; b=2', 'a=1; b=2;']) {
      assert.deepEqual(
        unwrap(line).map(({ name, readings }) => [name, readings[0]?.value]),
        [
          ['a', '1'],
          ['b', '2'],
        ],
      )
    }
  })

  test('puts the pieces of a sealed value together', () => {
    const [one, two, ...others] = unwrap('Cookie: x=1; s=c3.hp1.aa; s.1=bb; s.2=cc')
    assert.equal(one?.name, 'x')
    assert.deepEqual(two, {
      name: 's',
      readings: [{ value: 'hp1.aabbcc', notes: ['It was put together from 3 cookies.'] }],
    })
    assert.deepEqual(others, [])
  })

  test('leaves pieces that are not all there', () => {
    const [one, two] = unwrap('s=c3.hp1.aa; s.1=bb')
    assert.equal(one?.readings[0]?.value, 'c3.hp1.aa')
    assert.equal(two?.name, 's.1')
  })
})

test('a quoted cookie comes back whole', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const [given] = unwrap(`service=${quoteCookieValue(`${json}.x`)}; Path=/`)
      assert.ok(given?.readings.some(({ value }) => value === `${json}.x`))
    }),
    PROPERTY_RUNS,
  )
})
