import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { headerJson, headerText, headerTexts, headerToken } from './values.ts'

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))

describe('headerText', () => {
  test('leaves what a header can carry', () => {
    for (const text of ['alice', 'a b', "auth0|5f-7_~!$&'()*+,;=:@/?#[]{}", 'a@shop.example']) {
      assert.equal(headerText(text), text)
    }
  })

  test('encodes the rest: no two texts are written the same, and each can be read back', () => {
    const readBack = (text: string) => {
      const value = headerText(text)
      if (value === undefined) return
      assert.match(value, /^[!-~]([ -~]*[!-~])?$/)
      assert.equal(decodeURIComponent(value), text)
    }
    fc.assert(fc.property(anyText, readBack), PROPERTY_RUNS)
    assert.notEqual(headerText('a%C3%A9'), headerText('a\u00e9'))
    assert.notEqual(headerText(' alice'), headerText('alice'))
    assert.equal(headerText('a\r\nb'), 'a%0D%0Ab')
  })

  test('gives nothing for what is no text, empty, half a character, or too long', () => {
    for (const value of [undefined, null, 7, {}, '', '\ud800', 'a'.repeat(7001)]) {
      assert.equal(headerText(value), undefined)
    }
  })
})

describe('headerTexts', () => {
  test('joins texts, without those that would be two', () => {
    assert.equal(headerTexts(['staff', 'a,b', 'x\ny', '', 'z']), 'staff,z')
    assert.equal(headerTexts([]), undefined)
    assert.equal(headerTexts([' admin']), '%20admin')
  })

  test('gives no group that was not there', () => {
    const holds = (groups: readonly string[]) => {
      const found = headerTexts(groups)?.split(',') ?? []
      for (const one of found) assert.ok(groups.includes(decodeURIComponent(one.trim())))
    }
    fc.assert(fc.property(fc.array(anyText), holds), PROPERTY_RUNS)
  })
})

test('JSON is ASCII, and the same value', () => {
  const holds = (value: unknown) => {
    const json = headerJson(value)
    if (json === undefined) return
    assert.match(json, /^[ -~]*$/)
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)))
  }
  fc.assert(fc.property(fc.jsonValue(), holds), PROPERTY_RUNS)
  assert.equal(headerJson({ name: 'Zo\u00eb' }), '{"name":"Zo\\u00eb"}')
  assert.equal(headerJson(undefined), undefined)
})

test('a token is passed on as it is, or not at all', () => {
  assert.equal(headerToken('a.b-c_d'), 'a.b-c_d')
  for (const token of [undefined, '', 'a b', 'a\r\nb', 'a\u00e9', 'a'.repeat(7001)]) {
    assert.equal(headerToken(token), undefined)
  }
})
