import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { returnAddress } from './return-address.ts'

const BASE = 'https://shop.example'
const back = (value: unknown) => returnAddress(value, BASE, '/fallback')

describe('returnAddress', () => {
  test('keeps path and query and drops the fragment', () => {
    assert.equal(back('/'), '/')
    assert.equal(back('/cart?item=1&next=%2Fa%0Ab#top'), '/cart?item=1&next=%2Fa%0Ab')
    assert.equal(back('/files/a%2fb'), '/files/a%2fb')
    assert.equal(back('/my%20files'), '/my%20files')
    assert.equal(back('/a/../b'), '/b')
    assert.equal(back('/café'), '/caf%C3%A9')
    assert.equal(back('/x?u=https://evil.example/'), '/x?u=https://evil.example/')
    assert.equal(back('/a//b'), '/a//b')
  })

  test('makes an absolute URL of the same origin relative', () => {
    assert.equal(back('https://shop.example/cart?x=1#top'), '/cart?x=1')
    assert.equal(back('HTTPS://SHOP.example:443'), '/')
    assert.equal(returnAddress('http://a.localhost:3000/x', 'http://a.localhost:3000/', '/'), '/x')
  })

  const refused = [
    // another host in every spelling
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\\/evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    'https:\\\\evil.example',
    'https://evil.example',
    'https://shop.example.evil.example/',
    'https://evil-shop.example/',
    'https://evilshop.example/',
    'https://shop.example@evil.example/',
    'https://evil.example\\@shop.example/',
    'http://shop.example/',
    'https://shop.example:8443/',
    'evil.example',
    // user info on the right host
    'https://user@shop.example/',
    'https://user:pass@shop.example/',
    // same-origin as a URL, another host once the path stands alone
    '/..//evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e%2e//evil.example',
    'https://shop.example//evil.example',
    'https://shop.example/\\evil.example',
    // encoded for a server that decodes before it redirects
    '/%2f/evil.example',
    '/%2Fevil.example',
    '/%252fevil.example',
    '/%5cevil.example',
    '/%5C%5Cevil.example',
    '/%255cevil.example',
    '/%09/evil.example',
    '/%0a/evil.example',
    '/%0d%0aset-cookie:a=b',
    '/%00/evil.example',
    '/%20/evil.example',
    // what URL parsers drop
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    ' /x',
    '/x\r\nset-cookie: a=b',
    'ht\ntps://evil.example',
    '\u0000//evil.example',
    // other schemes
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'blob:https://shop.example/x',
    'file:///etc/passwd',
    // no address
    '',
    '?x=1',
    '#x',
    'cart',
    './cart',
    '../cart',
  ]
  for (const value of refused) {
    test(`refuses ${JSON.stringify(value)}`, () => assert.equal(back(value), '/fallback'))
  }

  test('refuses what is not text', () => {
    const values = [undefined, null, 1, true, {}, ['/x'], { toString: () => '/x' }, new URL(BASE)]
    for (const value of values) assert.equal(back(value), '/fallback')
  })

  test('refuses more than 2048 characters, also after encoding', () => {
    assert.equal(back(`/${'x'.repeat(2047)}`).length, 2048)
    assert.equal(back(`/${'x'.repeat(2048)}`), '/fallback')
    assert.equal(back(`/${'é'.repeat(1000)}`), '/fallback')
  })

  test('gives the fallback for a base URL that is none', () => {
    assert.equal(returnAddress('/x', 'nonsense', '/fallback'), '/fallback')
  })

  const trick = fc.constantFrom(
    ...['/', '\\', '.', '..', '//', '%2f', '%5c', '%2e', '%09', '%25', '@', ':', '?', '#', ';'],
    ...[
      '\t',
      '\n',
      ' ',
      '\u0000',
      '\u3002',
      '／',
      'https:',
      'javascript:',
      'evil.example',
      'shop.example',
    ],
  )
  const address = fc.oneof(
    fc.array(trick, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.array(trick, { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
  )

  test('is on the same origin for every reader, or the fallback', () => {
    fc.assert(
      fc.property(address, (value) => {
        const result = back(value)
        assert.match(result, /^\/(?![/\\])[\u0021-\u007e]*$/)
        assert.equal(new URL(result, BASE).origin, BASE)
        assert.equal(new URL(result, BASE).hash, '')
        let decoded = result
        for (let i = 0; i < 3; i++) {
          const [path = ''] = decoded.split('?', 1)
          decoded = decodeOrKeep(path)
          assert.equal(new URL(decoded, BASE).origin, BASE)
        }
      }),
      PROPERTY_RUNS,
    )
  })

  test('gives its own results back unchanged', () => {
    fc.assert(
      fc.property(address, (value) => assert.equal(back(back(value)), back(value))),
      PROPERTY_RUNS,
    )
  })
})

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
