import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { isCallback, readOrigin } from './site-address.ts'

describe('an origin', () => {
  test('is given as browsers write it', () => {
    for (const [text, origin] of [
      ['https://shop.example', 'https://shop.example'],
      ['HTTPS://Shop.Example:443/', 'https://shop.example'],
      ['https://shop.example:8443', 'https://shop.example:8443'],
      ['https://bücher.example', 'https://xn--bcher-kva.example'],
      ['http://localhost:3000', 'http://localhost:3000'],
      ['http://shop.localhost:9001/', 'http://shop.localhost:9001'],
      ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
      ['http://[::1]:3000', 'http://[::1]:3000'],
    ] as const) {
      assert.deepEqual(readOrigin(text), { origin })
    }
  })

  test('has nothing else in it', () => {
    for (const text of [
      '',
      'shop.example',
      'localhost:3000',
      'ftp://shop.example',
      'http://shop.example',
      'http://localhost.example',
      'http://127.0.0.1.example',
      'https://shop.example/path',
      'https://shop.example/?a=b',
      'https://shop.example?',
      'https://shop.example#',
      'https://user:hunter2@shop.example',
      'https://*.shop.example',
      'https:\\\\shop.example',
      'https:shop.example',
      ' https://shop.example',
      'https://shop.exa mple',
      'https://shop.example\nhttps://other.example',
      'javascript:alert(1)',
      'null',
    ]) {
      const { fault } = readOrigin(text)
      assert.ok(fault !== undefined && !fault.includes('hunter2'), text)
    }
  })

  test('any text is an origin that stays as it is, or a fault', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.string().map((rest) => `https://${rest}`),
    )
    fc.assert(
      fc.property(text, (given) => {
        const read = readOrigin(given)
        if (read.fault !== undefined) return
        assert.equal(new URL(read.origin).origin, read.origin)
        assert.deepEqual(readOrigin(read.origin), read)
      }),
      PROPERTY_RUNS,
    )
  })
})

test('a callback is a path, and nothing that leads elsewhere', () => {
  for (const path of ['/', '/_cookies/callback', '/a%20b/~c']) assert.ok(isCallback(path), path)
  for (const path of [
    '',
    'callback',
    '//evil.example',
    '/\\evil.example',
    '/a/../b',
    '/a/./b',
    '/%2e%2e/b',
    '/a?b',
    '/a#b',
    '/a b',
    '/a\n',
    'https://shop.example/a',
  ]) {
    assert.ok(!isCallback(path), path)
  }
})
