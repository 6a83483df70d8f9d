import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import {
  type CookieAttributes,
  type Cookies,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from './cookies.ts'

const PROTO = '__proto__'
const HOST: CookieAttributes = { path: '/', secure: true, sameSite: 'lax' }

function read(cookie: string): Cookies {
  return readCookies(exchangeOf({ headers: { cookie } }))
}

describe('readCookies', () => {
  test('gives every cookie by name', () => {
    const cookies = read('a=1; b=two; c="3"')
    assert.equal(cookies.a, '1')
    assert.equal(cookies.b, 'two')
    assert.equal(read('').a, undefined)
    assert.equal(readCookies(exchangeOf()).a, undefined)
  })

  test('takes the first of two cookies with one name', () => {
    assert.equal(read('a=first; a=second').a, 'first')
  })

  test('inherits nothing and is not changed by __proto__', () => {
    const cookies = read('__proto__=evil; a=1')
    assert.equal(cookies[PROTO], 'evil')
    assert.equal(cookies.constructor, undefined)
    assert.equal(cookies.toString, undefined)
    assert.equal(read('a=1')[PROTO], undefined)
    assert.equal('evil' in Object.prototype, false)
  })

  test('gives a value with broken percent-encoding as it came', () => {
    assert.equal(read('a=%; b=%zz; c=%ff').a, '%')
    assert.equal(read('a=%; b=%zz; c=%ff').b, '%zz')
    assert.equal(read('a=%; b=%zz; c=%ff').c, '%ff')
  })

  test('never throws on a crafted header', () => {
    for (const text of [';', '=', '=;=', ';;;=;', 'a', '=a', ' = ', 'a==', '"', '\t;\t='])
      read(text)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        read(text)
      }),
      PROPERTY_RUNS,
    )
  })

  test('reads in time linear to the length', () => {
    const started = performance.now()
    read(';'.repeat(200_000))
    read('a=;'.repeat(60_000))
    assert.ok(performance.now() - started < 1000)
  })
})

describe('setCookie', () => {
  test('writes every attribute, HttpOnly always', () => {
    assert.deepEqual(setCookie('__Host-a', 'v', HOST), [
      'set-cookie',
      '__Host-a=v; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
    const wide: CookieAttributes = {
      path: '/auth',
      domain: 'shop.example',
      maxAge: 60.9,
      secure: false,
      sameSite: 'strict',
    }
    assert.equal(
      setCookie('a', 'v', wide)[1],
      'a=v; Max-Age=60; Domain=shop.example; Path=/auth; HttpOnly; SameSite=Strict',
    )
    assert.match(setCookie('a', 'v', { ...HOST, sameSite: 'none' })[1], /SameSite=None/)
  })

  test('never writes a negative Max-Age', () => {
    assert.match(setCookie('a', 'v', { ...HOST, maxAge: -5 })[1], /Max-Age=0;/)
  })

  test('refuses a name, path or domain that would add an attribute or a header', () => {
    assert.throws(() => setCookie('a;b', 'v', HOST), TypeError)
    assert.throws(() => setCookie('a\r\nset-cookie: b', 'v', HOST), TypeError)
    assert.throws(() => setCookie('a', 'v', { ...HOST, path: '/; Domain=evil.example' }), TypeError)
    assert.throws(() => setCookie('a', 'v', { ...HOST, domain: 'a.example; Path=/' }), TypeError)
  })

  test('any value is read back as it was, and stays on its own line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const [, line] = setCookie('a', value, HOST)
        assert.match(line, /^[\u0020-\u007e]*$/)
        const [pair = ''] = line.split('; ')
        assert.equal(read(pair).a, value)
      }),
      PROPERTY_RUNS,
    )
  })
})

test('clearCookie empties the cookie with the same path and domain', () => {
  const attributes = { ...HOST, path: '/auth', domain: 'shop.example', maxAge: 900 }
  assert.equal(
    clearCookie('a', attributes)[1],
    'a=; Max-Age=0; Domain=shop.example; Path=/auth; HttpOnly; Secure; SameSite=Lax',
  )
})

describe('prefixedName', () => {
  test('is the strongest prefix the attributes allow', () => {
    assert.equal(prefixedName('s', HOST), '__Host-s')
    assert.equal(prefixedName('s', { ...HOST, path: '/auth' }), '__Secure-s')
    assert.equal(prefixedName('s', { ...HOST, domain: 'shop.example' }), '__Secure-s')
    assert.equal(prefixedName('s', { ...HOST, secure: false }), 's')
  })

  test('never doubles a prefix the app wrote, in any case', () => {
    for (const name of ['__Host-s', '__Secure-s', '__host-s', '__SECURE-s', '__Http-s']) {
      assert.equal(prefixedName(name, HOST), name)
    }
    assert.equal(prefixedName('__secure-s', { ...HOST, path: '/auth' }), '__secure-s')
  })

  test('replaces a prefix that a browser would refuse with these attributes', () => {
    assert.equal(prefixedName('__Host-s', { ...HOST, path: '/auth' }), '__Secure-s')
    assert.equal(prefixedName('__Host-s', { ...HOST, secure: false }), 's')
    assert.equal(prefixedName('__secure-s', { ...HOST, secure: false }), 's')
  })
})
