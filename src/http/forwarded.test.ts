import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { forwardedValues, plainAddress } from './forwarded.ts'

describe('forwardedValues', () => {
  const values = (headers: Record<string, string>, name: 'for' | 'host') =>
    forwardedValues(exchangeOf({ headers }), name)

  test('reads the X-Forwarded header', () => {
    assert.deepEqual(values({ 'x-forwarded-for': '1.1.1.1, 2.2.2.2 ,::1' }, 'for'), [
      '1.1.1.1',
      '2.2.2.2',
      '::1',
    ])
    assert.deepEqual(values({}, 'for'), [])
  })

  test('reads Forwarded (RFC 7239) only without it', () => {
    const forwarded = 'For="[2001:db8::1]:80";host=a.example, proto=https; FOR = 2.2.2.2'
    assert.deepEqual(values({ forwarded }, 'for'), ['[2001:db8::1]:80', '2.2.2.2'])
    assert.deepEqual(values({ forwarded }, 'host'), ['a.example', ''])
    assert.deepEqual(values({ forwarded, 'x-forwarded-host': 'b.example' }, 'host'), ['b.example'])
  })

  test('never reads a header that only looks like it (CVE-2025-64484)', () => {
    assert.deepEqual(values({ x_forwarded_for: '1.1.1.1', 'x-forwarded_host': 'a' }, 'for'), [])
  })
})

describe('plainAddress', () => {
  test('gives one spelling', () => {
    assert.equal(plainAddress('10.0.0.1'), '10.0.0.1')
    assert.equal(plainAddress('10.0.0.1:4711'), '10.0.0.1')
    assert.equal(plainAddress('::ffff:10.0.0.1'), '10.0.0.1')
    assert.equal(plainAddress('::FFFF:10.0.0.1'), '10.0.0.1')
    assert.equal(plainAddress('[2001:db8::1]:443'), '2001:db8::1')
    assert.equal(plainAddress('[2001:db8::1]'), '2001:db8::1')
    assert.equal(plainAddress('fe80::1%eth0'), 'fe80::1')
  })

  test('is undefined for what is no address', () => {
    const others = [
      '',
      'unknown',
      '_hidden',
      '1.2.3',
      '1.2.3.999',
      '010.0.0.1',
      'localhost',
      '[::1',
      '::g',
    ]
    for (const text of [...others, undefined]) assert.equal(plainAddress(text), undefined)
  })
})

test('neither throws, whatever is sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      plainAddress(text)
      forwardedValues(exchangeOf({ headers: { forwarded: text } }), 'for')
      forwardedValues(exchangeOf({ headers: { 'x-forwarded-host': text } }), 'host')
    }),
    PROPERTY_RUNS,
  )
})
