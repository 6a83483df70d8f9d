import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { CODES, HallpassError } from '../errors.ts'
import { faultReply } from './fault.ts'
import { explain } from './fault-text.ts'

const NAVIGATION = exchangeOf({ headers: { 'sec-fetch-mode': 'navigate' } })
const SCRIPT = exchangeOf({
  headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
})

describe('faultReply', () => {
  for (const code of CODES) {
    test(`explains ${code} to a visitor and to a program, with its status`, () => {
      const error = new HallpassError(code, 'What the log says.')
      const forVisitor = faultReply(NAVIGATION, error)
      assert.equal(forVisitor.status, error.status)
      assert.match(forVisitor.body ?? '', new RegExp(`<code>${code}</code>`))
      assert.ok(explain(code).title.length > 5 && explain(code).text.endsWith('.'))
      const forProgram = faultReply(SCRIPT, error)
      assert.equal(forProgram.status, error.status)
      assert.equal(JSON.parse(forProgram.body ?? '').code, code)
    })
  }

  test('shows its message below 500 only, escaped', () => {
    const refused = faultReply(NAVIGATION, new HallpassError('access_denied', 'It said <b>no</b>'))
    assert.match(refused.body ?? '', /It said &lt;b&gt;no&lt;\/b&gt;/)
    for (const exchange of [NAVIGATION, SCRIPT]) {
      const reply = faultReply(exchange, new HallpassError('invalid_config', 'clientSecret …'))
      assert.doesNotMatch(reply.body ?? '', /clientSecret/)
    }
  })

  test('leads to the start page, or where the caller says', () => {
    const error = new HallpassError('state_unknown', 'No login.')
    assert.match(faultReply(NAVIGATION, error).body ?? '', /href="\/">Go to the start page/)
    const links = [{ href: '/auth/login', label: 'Sign in again' }]
    const body = faultReply(NAVIGATION, error, { links }).body ?? ''
    assert.match(body, /href="\/auth\/login">Sign in again/)
    assert.doesNotMatch(body, /start page/)
  })

  test('carries headers, Retry-After and more members', () => {
    const error = new HallpassError('provider_unavailable', 'down', { retryAfter: 30 })
    const headers = [['set-cookie', 'a=']] as const
    for (const exchange of [NAVIGATION, SCRIPT]) {
      const reply = faultReply(exchange, error, { headers, extra: { login: '/auth/login' } })
      const sent = new Map(reply.headers)
      assert.equal(sent.get('retry-after'), '30')
      assert.equal(sent.get('set-cookie'), 'a=')
      assert.equal(sent.get('cache-control'), 'no-store')
      assert.equal(reply.reason, 'provider_unavailable')
    }
    const { body = '' } = faultReply(SCRIPT, error, { extra: { login: '/auth/login' } })
    assert.equal(JSON.parse(body).login, '/auth/login')
  })
})

test('what is down may be loaded again: the same page of ours, after a GET alone', () => {
  const down = new HallpassError('upstream_unreachable', 'The app is down')
  const bodyOf = (url: string, method = 'GET', error = down) =>
    faultReply(exchangeOf({ url, method, headers: { 'sec-fetch-mode': 'navigate' } }), error).body
  assert.match(bodyOf('/orders?page=2') ?? '', /href="\/orders\?page=2">Try again</)
  assert.doesNotMatch(bodyOf('/orders', 'POST') ?? '', /Try again/)
  for (const url of ['//evil.example/', '/\\evil.example', 'http://evil.example/']) {
    assert.doesNotMatch(bodyOf(url) ?? '', /Try again|evil/, url)
  }
  const refused = new HallpassError('forbidden', 'no')
  assert.doesNotMatch(bodyOf('/orders', 'GET', refused) ?? '', /Try again/)
})
