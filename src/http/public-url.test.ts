import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { publicUrls, validateBaseUrl } from './public-url.ts'
import { validateTrustedProxy } from './trusted-proxies.ts'

const baseUrl = ['https://shop.example', 'https://shop.test:8443/', 'http://shop.localhost:3000']
const PROXY = '10.1.2.3'

describe('baseUrlFor', () => {
  const urls = publicUrls({ baseUrl, trustedProxies: ['10.0.0.0/8'] })
  const at = (headers: Record<string, string>, remoteAddress = '203.0.113.9') =>
    urls.baseUrlFor(exchangeOf({ headers, remoteAddress }))

  test('is the configured one that the request names', () => {
    assert.equal(at({ host: 'shop.test:8443' }), 'https://shop.test:8443')
    assert.equal(at({ host: 'SHOP.example' }), 'https://shop.example')
    assert.equal(at({ host: 'shop.example:443' }), 'https://shop.example')
    assert.equal(at({ host: 'shop.localhost:3000' }), 'http://shop.localhost:3000')
  })

  test('is the first one for a host that is not configured, or none', () => {
    for (const host of [
      'evil.example',
      'shop.test',
      'shop.example:80',
      'shop.test:8443@evil',
      '',
    ]) {
      assert.equal(at({ host }), 'https://shop.example')
    }
    assert.equal(at({}), 'https://shop.example')
  })

  test('ignores forwarded hosts from a peer that is not trusted', () => {
    const headers = { host: 'shop.example', 'x-forwarded-host': 'shop.test:8443' }
    assert.equal(at(headers), 'https://shop.example')
    assert.equal(at({ host: 'shop.example', forwarded: 'host="shop.test:8443"' }), baseUrl[0])
    assert.equal(urls.baseUrlFor(exchangeOf({ headers })), 'https://shop.example')
  })

  test('believes a trusted proxy, but only about configured hosts', () => {
    const host = 'internal:8080'
    assert.equal(
      at({ host, 'x-forwarded-host': 'shop.test:8443' }, PROXY),
      'https://shop.test:8443',
    )
    assert.equal(at({ host, forwarded: 'host="shop.test:8443"' }, PROXY), 'https://shop.test:8443')
    assert.equal(at({ host, 'x-forwarded-host': 'evil.example' }, PROXY), 'https://shop.example')
    const list = 'shop.example, shop.test:8443, inner'
    assert.equal(at({ host, 'x-forwarded-host': list }, PROXY), 'https://shop.test:8443')
    assert.equal(
      at({ host, 'x-forwarded-host': 'shop.test:8443' }, `::ffff:${PROXY}`),
      'https://shop.test:8443',
    )
  })

  test('is always a configured one, whatever is sent', () => {
    const origins = baseUrl.map((value) => new URL(value).origin)
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...baseUrl, 'shop.test:8443', ','),
    )
    fc.assert(
      fc.property(text, text, text, (host, forwarded, forwardedHost) => {
        const headers = { host, forwarded, 'x-forwarded-host': forwardedHost }
        assert.ok(origins.includes(at(headers, PROXY)))
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('clientAddress', () => {
  const urls = publicUrls({
    baseUrl,
    trustedProxies: ['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '2001:db8::7', 'loopback'],
  })
  const client = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
    urls.clientAddress(
      exchangeOf({ headers, ...(remoteAddress !== undefined && { remoteAddress }) }),
    )

  test('is the peer when that is not trusted', () => {
    const spoofed = { 'x-forwarded-for': '1.1.1.1', forwarded: 'for=1.1.1.1' }
    for (const peer of ['203.0.113.9', '11.0.0.1', '192.0.2.8', '2001:db8::8', 'fe00::1']) {
      assert.equal(client(peer, spoofed), peer)
    }
    assert.equal(client(undefined, spoofed), undefined)
    assert.equal(client('/run/app.sock', spoofed), undefined)
  })

  test('is the nearest untrusted address behind trusted proxies, in IPv4, IPv6 and mapped IPv6', () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.4, fd00::9' }
    const peers = [
      '10.9.9.9',
      '::ffff:10.9.9.9',
      '192.0.2.7',
      'fd12::1',
      '2001:db8::7',
      '127.0.0.1',
      '::1',
    ]
    for (const peer of peers) assert.equal(client(peer, headers), '203.0.113.9')
    assert.equal(client('10.1.1.1', { forwarded: 'for="[2001:db8::9]:1"' }), '2001:db8::9')
  })

  test('stops at what is no address', () => {
    assert.equal(
      client('10.1.1.1', { 'x-forwarded-for': '6.6.6.6, unknown, 10.0.0.4' }),
      '10.0.0.4',
    )
    assert.equal(client('10.1.1.1', { 'x-forwarded-for': '' }), '10.1.1.1')
    assert.equal(client('10.1.1.1'), '10.1.1.1')
  })

  test('trusts nobody by default', () => {
    const none = publicUrls({ baseUrl: 'https://shop.example' })
    const exchange = exchangeOf({
      remoteAddress: '127.0.0.1',
      headers: { 'x-forwarded-for': '1.1.1.1' },
    })
    assert.equal(none.clientAddress(exchange), '127.0.0.1')
  })

  test('a CIDR range holds exactly the addresses that share its prefix', () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
    const bits = (ip: number[]) => ip.map((n) => n.toString(2).padStart(8, '0')).join('')
    fc.assert(
      fc.property(octets, octets, fc.nat(32), (net, ip, prefix) => {
        const own = publicUrls({ baseUrl, trustedProxies: [`${net.join('.')}/${prefix}`] })
        const headers = { 'x-forwarded-for': '::5' }
        const inside = bits(net).slice(0, prefix) === bits(ip).slice(0, prefix)
        for (const remoteAddress of [ip.join('.'), `::ffff:${ip.join('.')}`]) {
          const address = own.clientAddress(exchangeOf({ headers, remoteAddress }))
          assert.equal(address, inside ? '::5' : ip.join('.'))
        }
      }),
      PROPERTY_RUNS,
    )
  })
})

test('validateBaseUrl allows https, and http on loopback, and says what is wrong', () => {
  const right = ['https://shop.example', 'https://shop.example:8443/', 'http://localhost:3000']
  for (const value of [...right, 'http://a.localhost', 'http://127.0.0.1:1', 'http://[::1]:80']) {
    assert.equal(validateBaseUrl(value), undefined)
  }
  const wrong: [string, RegExp][] = [
    ['shop.example', /not a URL/],
    ['', /not a URL/],
    ['localhost:3000', /write http:\/\/localhost:3000$/],
    ['localhost', /write http:\/\/localhost$/],
    ['127.0.0.1:3000', /write http:\/\/127\.0\.0\.1:3000$/],
    ['[::1]:3000', /write http:\/\/\[::1\]:3000$/],
    ['ftp://shop.example', /https/],
    ['javascript:alert(1)', /https/],
    ['http://shop.example', /loopback/],
    ['http://localhost.example', /loopback/],
    ['https://user:pw@shop.example', /password/],
    ['https://shop.example/app', /path/],
    ['https://shop.example/?', /query/],
    ['https://shop.example/#x', /fragment/],
  ]
  for (const [value, fault] of wrong) assert.match(validateBaseUrl(value) ?? '', fault)
})

test('validateTrustedProxy allows addresses, ranges and "loopback"', () => {
  for (const value of ['10.0.0.7', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/128', 'loopback']) {
    assert.equal(validateTrustedProxy(value), undefined)
  }
  const wrong = [
    '',
    'proxy',
    '*',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
  ]
  for (const value of [...wrong, '10/8', 'fe80::1%eth0', ' 10.0.0.1']) {
    assert.match(validateTrustedProxy(value) ?? '', /must/)
  }
})

test('publicUrls reports every fault at once', () => {
  const make = () =>
    publicUrls({ baseUrl: ['nonsense', 'http://a.example'], trustedProxies: ['x'] })
  assert.throws(make, (error: { code: string; issues: { path: string }[] }) => {
    assert.equal(error.code, 'invalid_config')
    assert.deepEqual(
      error.issues.map(({ path }) => path),
      ['baseUrl[0]', 'baseUrl[1]', 'trustedProxies'],
    )
    return true
  })
  assert.throws(() => publicUrls({ baseUrl: [] }), { code: 'invalid_config' })
})
