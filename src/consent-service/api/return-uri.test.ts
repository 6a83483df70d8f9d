import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { isHallpassError } from '../../errors.ts'
import { readSessionRequest } from './return-uri.ts'

const PATH = '/api/v1/cookies/session'
const read = (raw: string) => readSessionRequest(`${PATH}?return_uri=${raw}`)

describe('the address of the page', () => {
  test('is all that follows, raw', () => {
    assert.deepEqual(read('https://shop.example/a/b?x=1&y=%26&return_uri=/z&state=s'), {
      origin: 'https://shop.example',
      address: '/a/b?x=1&y=%26&return_uri=/z&state=s',
      state: undefined,
    })
    assert.equal(read('https://shop.example').address, '/')
    assert.equal(read('https://shop.example?a').address, '/?a')
    assert.equal(read('http://shop.localhost:3000/?q=a?b').origin, 'http://shop.localhost:3000')
    assert.equal(read('HTTPS://SHOP.example:443/').origin, 'https://shop.example')
    assert.equal(read('https://shop.example/search?q=a\\b').address, '/search?q=a%5Cb')
  })

  test('may be encoded as a whole, with its fragment', () => {
    const page = 'https://shop.example/a?x=1&y=é#part'
    assert.deepEqual(read(`${encodeURIComponent(page)}&state=late`), {
      origin: 'https://shop.example',
      address: '/a?x=1&y=%C3%A9#part',
      state: undefined,
    })
  })

  test('is cut to its path when it is too long to be sent on, and to the first page', () => {
    const path = `/${'a'.repeat(2047)}`
    const query = `?${'b'.repeat(4096)}`
    const whole = `/?${'b'.repeat(4096 - 'https://shop.example/?'.length)}`
    assert.equal(read(`https://shop.example${whole}`).address, whole)
    assert.equal(read(`https://shop.example${path}${query}`).address, path)
    assert.equal(read(`https://shop.example${path}a${query}`).address, '/')
  })

  test('state stands before it', () => {
    const url = `${PATH}?state=abc&return_uri=https://shop.example/?state=other`
    assert.equal(readSessionRequest(url).state, 'abc')
    assert.equal(
      readSessionRequest(`${PATH}?x_return_uri=1&return_uri=https://a.example/`).address,
      '/',
    )
  })

  test('is refused in every spelling of an attack', () => {
    for (const raw of [
      '',
      '/cart',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'https:shop.example',
      'https:/shop.example',
      'https:///shop.example',
      'https:\\\\shop.example/',
      'https://\\shop.example/',
      'https://shop.example\\@evil.example/',
      'https://shop.example\\.evil.example/',
      'https://shop.example/\\evil.example',
      'https://shop.example@evil.example/',
      'https://user:pw@shop.example/',
      'https://:@@shop.example/',
      'https://shop.example//evil.example',
      'https://shop.example/..//evil.example',
      'https://shop.example/%2f/evil.example',
      'https://shop.example/%5cevil.example',
      'https://shop.example/%255cevil.example',
      'https://shop.example/%09/evil.example',
      'https://shop.example/a%0d%0ab',
      'https://shop.example/a\tb',
      'https://shop.example/?a b',
      ' https://shop.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://shop.example/',
      'https://',
      'https://[::1/',
      'https%3A%2F%2F%5Cshop.example',
      'https%3A%2F%2Fshop.example%2F%0Aa',
      'https%3A%2F%2Fshop.example%2F%5Cevil.example',
      'https%3A%2F%2Fshop.example%2F%zz',
      'https%3A%5C%5Cshop.example',
    ]) {
      assert.throws(() => read(raw), { code: 'bad_request' }, raw)
    }
    for (const url of [PATH, `${PATH}?`, `${PATH}?return_url=https://a.example/`]) {
      assert.throws(() => readSessionRequest(url), { code: 'bad_request' })
    }
  })

  test('is never taken for another origin than browsers do', () => {
    const part = fc.constantFrom(
      'https:',
      'http:',
      '/',
      '//',
      '\\',
      '@',
      'shop.example',
      'evil.example',
      '.',
      ':',
      '%2f',
      '%5c',
      '?',
      '#',
      '%09',
      '%00',
      '&',
      'return_uri=',
      ':443',
      '%',
      '[::1]',
      '..',
      '%2e',
      'é',
      '\t',
      '%3A%2F%2F',
    )
    const raws = fc.oneof(
      fc.array(part, { maxLength: 10 }).map((parts) => parts.join('')),
      fc.array(part, { maxLength: 8 }).map((parts) => `https://shop.example${parts.join('')}`),
      fc.string().map((text) => `https://shop.example/${text}`),
    )
    fc.assert(
      fc.property(raws, (raw) => {
        try {
          const { origin, address } = read(raw)
          const back = new URL(address, origin)
          assert.equal(back.origin, origin)
          // also as a relative address, on whatever page
          assert.equal(new URL(address, 'https://other.example/x/').origin, 'https://other.example')
          assert.match(address, /^\/(?![/\\])/)
          assert.doesNotMatch(address, /[\s\\]/)
        } catch (error) {
          assert.ok(isHallpassError(error) && error.code === 'bad_request', String(error))
        }
      }),
      PROPERTY_RUNS,
    )
  })
})
