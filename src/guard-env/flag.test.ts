import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { cookieFlag, toggle } from './flag.ts'

const SHOP = 'https://shop.example'
const settings = (byDefault: boolean) => ({ cookie: 'flag', byDefault })
const request = (headers: Record<string, string> = {}, method = 'GET') =>
  exchangeOf({ method, url: '/toggle-feature/flag', headers })

describe('the flag cookie', () => {
  test('is on at 1, off at 0, and the default for all else', () => {
    for (const byDefault of [true, false]) {
      const read = (cookie: string) => cookieFlag(settings(byDefault))(request({ cookie }))
      assert.equal(read('flag=1'), true)
      assert.equal(read('flag=0'), false)
      for (const other of [
        '',
        'flag=',
        'flag=off',
        'flag=00',
        'other=0',
        'flag=%30%30',
        'Flag=0',
      ]) {
        assert.equal(read(other), byDefault, other)
      }
    }
  })

  test('takes the guard away for no other text than 0', () => {
    const keeps = (value: string) => {
      const cookie = `flag=${encodeURIComponent(value)}`
      assert.equal(cookieFlag(settings(true))(request({ cookie })), value !== '0')
    }
    fc.assert(fc.property(fc.string(), keeps), PROPERTY_RUNS)
  })
})

describe('the toggle', () => {
  test('flips what is there, and keeps it for a year', () => {
    const on = toggle(settings(false), request(), SHOP)
    assert.equal(on.body, 'flag feature flag set to: True')
    assert.ok(
      on.headers.some(
        ([, line]) => line === 'flag=1; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax',
      ),
      JSON.stringify(on.headers),
    )
    const off = toggle(settings(false), request({ cookie: 'flag=1' }), 'http://localhost:3000')
    assert.equal(off.body, 'flag feature flag set to: False')
    assert.ok(!JSON.stringify(off.headers).includes('Secure'))
  })

  test('is no other site’s to use, nor that of a page which is loaded ahead', () => {
    const refused = [
      request({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
      request({ 'sec-fetch-site': 'same-site' }),
      request({ origin: 'https://evil.example' }, 'POST'),
    ]
    for (const exchange of refused) {
      const reply = toggle(settings(true), exchange, SHOP)
      assert.equal(reply.status, 403)
      assert.doesNotMatch(JSON.stringify(reply.headers), /set-cookie/)
    }
    assert.equal(toggle(settings(true), request({ 'sec-purpose': 'prefetch' }), SHOP).status, 503)
    const put = toggle(settings(true), request({}, 'PUT'), SHOP)
    assert.equal(put.status, 405)
    assert.ok(put.headers.some(([name, value]) => name === 'allow' && value === 'GET, POST'))
  })
})
