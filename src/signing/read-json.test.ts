import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { readJson } from './read-json.ts'

const bad = (text: string) => assert.equal(refusal(() => readJson(text)).code, 'bad_payload', text)

describe('readJson', () => {
  test('refuses an integer that would be rounded, wherever it stands', () => {
    for (const text of [
      '9007199254740993',
      '-9007199254740993',
      '{"a": [1, {"b": 12345678901234567890}]}',
      '["1", 99999999999999999999]',
      '{"a\\"": 9007199254740992}',
      '1e999',
      '[-1E+0400]',
    ]) {
      bad(text)
    }
  })

  test('takes long digits that are no such integer', () => {
    for (const text of [
      '9007199254740991',
      '"12345678901234567890"',
      '1e-999',
      '1.5e+300',
      '"1e999"',
      '{"12345678901234567890": 1}',
      '0.12345678901234567890',
      '1.2345678901234567e+30',
      '"\\"12345678901234567890"',
      '"\\\\"',
      '{"a": "x\\\\", "b": 1234567890123456}',
    ]) {
      assert.deepEqual(readJson(text), JSON.parse(text))
    }
  })

  test('refuses what is not JSON, and quotes none of it', () => {
    const error = refusal(() => readJson('{"secret": hidden}'))
    assert.equal(error.message, 'The payload is not JSON.')
    assert.equal(error.cause, undefined)
    for (const text of ['', 'NaN', '{', '[1,]', "{'a': 1}", '\ufeff1']) bad(text)
  })

  test('an inherited name is only a name', () => {
    const read = readJson('{"__proto__": {"admin": true}}')
    assert.equal(Reflect.get({}, 'admin'), undefined)
    assert.deepEqual(Object.keys(read as object), ['__proto__'])
  })

  test('JSON without end is no crash', () => {
    readJson(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    bad(`${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`)
  })

  test('no text makes it throw anything but its own error, and quickly', () => {
    const digits = fc.constantFrom('1234567890123456', '"', '\\', '{', '[', ',', ':', '-', '.', 'e')
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(digits).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          readJson(text)
        } catch (error) {
          assert.equal(
            refusal(() => {
              throw error
            }).code,
            'bad_payload',
          )
        }
      }),
      PROPERTY_RUNS,
    )
  })
})
