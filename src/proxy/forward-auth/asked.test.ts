import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { AskedExchange } from './asked.ts'

const ORIGINS = [
  'https://shop.example',
  'https://news.example:8443',
  'https://docs.example',
  'https://docs.example:8443',
]

/** A question about a host. */
function about(host: string, origins: readonly string[] = ORIGINS): AskedExchange {
  const headers = {
    host: '127.0.0.1:8701',
    'x-forwarded-method': 'GET',
    'x-forwarded-uri': '/account',
    'x-forwarded-host': host,
    'x-forwarded-proto': 'https',
  }
  return new AskedExchange(exchangeOf({ url: '/_hallpass/auth', headers }), origins)
}

describe('the base URL of a question', () => {
  for (const [host, origin] of [
    ['shop.example', 'https://shop.example'],
    ['SHOP.example:443', 'https://shop.example'],
    ['news.example:8443', 'https://news.example:8443'],
    // nginx's $host has no port, and a proxy behind another one says its own.
    ['news.example', 'https://news.example:8443'],
    ['news.example:80', 'https://news.example:8443'],
    ['docs.example', 'https://docs.example'],
    ['docs.example:443', 'https://docs.example'],
    ['docs.example:8443', 'https://docs.example:8443'],
  ] as const) {
    test(`is ${origin} for ${host}`, () => {
      const asked = about(host)
      assert.equal(asked.origin, origin)
      assert.equal(asked.header('host'), new URL(origin).host)
      assert.equal(asked.header('x-forwarded-host'), new URL(origin).host)
    })
  }

  test('is none for any other host, and where two could be meant', () => {
    for (const host of [
      'elsewhere.example',
      'shop.example.',
      'docs.example:9443',
      'docs.example:99999',
    ]) {
      assert.throws(() => about(host), { code: 'bad_request' }, host)
    }
  })
})
