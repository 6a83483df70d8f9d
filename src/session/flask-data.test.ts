/** `get session` copies what a cookie holds: nothing that can be in one may make it throw. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { KEY, keeperOf, request } from '../../tests/support/flask-keeper.ts'
import { TimestampSigner } from '../signing/timestamp-signer.ts'

const { keeper, clock } = keeperOf()
const signer = new TimestampSigner(KEY, {
  salt: 'cookie-session',
  keyDerivation: 'hmac',
  now: clock.now,
})
/** What is read of a cookie that Flask signed over this JSON. */
const read = (json: string) => {
  const value = signer.sign(Buffer.from(json).toString('base64url'))
  return keeper.read(request(`session=${value}`)).state
}

test('a number that cannot be written again is nobody, and no crash', () => {
  for (const number of ['1e+16', '1e16', '1e999', '9007199254740993', '9007199254740994.0']) {
    assert.equal(read(`{"a":${number}}`), undefined, number)
  }
  assert.deepEqual(read('{"a":1e+21}')?.data, { a: 1e21 })
})

test('as deep as it can be read it can be copied', () => {
  let readable = 0
  for (let levels = 490; levels < 510; levels++) {
    const state = read(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`)
    if (state === undefined) continue
    readable = levels
    assert.deepEqual(keeper.data.copy(state.data), state.data)
  }
  assert.equal(readable, 499)
})

test('whatever a cookie holds, its data can be copied, written and read again', () => {
  const names = fc.constantFrom(
    'a',
    ' t',
    ' d',
    ' b',
    ' di',
    '_hallpass',
    '_permanent',
    '__proto__',
  )
  const numbers = fc.oneof(fc.double(), fc.constantFrom(1e16, 2 ** 53, 1e21))
  const values = fc.oneof(fc.jsonValue({ maxDepth: 3 }), numbers, fc.array(numbers))
  fc.assert(
    fc.property(fc.dictionary(names, values), (session) => {
      const state = read(JSON.stringify(session))
      if (state === undefined) return
      assert.deepEqual(keeper.data.copy(state.data), state.data)
      assert.deepEqual(keeper.data.read(keeper.data.write(state.data)), state.data)
    }),
    PROPERTY_RUNS,
  )
})
