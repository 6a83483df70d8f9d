import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { isNavigation, isPrefetch, isSameOrigin, isScript } from './navigation.ts'

const CHROME_ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

function withHeaders(headers: Record<string, string>, method = 'GET') {
  return exchangeOf({ headers, method })
}

describe('isNavigation', () => {
  test('believes Sec-Fetch-Mode over everything else', () => {
    assert.equal(isNavigation(withHeaders({ 'sec-fetch-mode': 'navigate' })), true)
    assert.equal(isNavigation(withHeaders({ 'sec-fetch-mode': 'navigate' }, 'POST')), true)
    for (const mode of ['cors', 'no-cors', 'same-origin', 'websocket', '']) {
      const headers = { 'sec-fetch-mode': mode, 'sec-fetch-site': 'none', accept: CHROME_ACCEPT }
      assert.equal(isNavigation(withHeaders(headers)), false)
    }
  })

  test('takes a mode without a site for a program, whose other headers decide', () => {
    const headers = { 'sec-fetch-mode': 'cors' }
    assert.equal(isNavigation(withHeaders({ ...headers, accept: CHROME_ACCEPT })), true)
    assert.equal(isNavigation(withHeaders({ ...headers, accept: '*/*' })), false)
  })

  test('without it, goes by method, X-Requested-With and Accept', () => {
    const html = { accept: CHROME_ACCEPT }
    assert.equal(isNavigation(withHeaders(html)), true)
    assert.equal(isNavigation(withHeaders(html, 'HEAD')), true)
    assert.equal(isNavigation(withHeaders({ accept: 'application/json, TEXT/HTML;q=0.1' })), true)
    assert.equal(isNavigation(withHeaders(html, 'POST')), false)
    assert.equal(
      isNavigation(withHeaders({ ...html, 'x-requested-with': 'XMLHttpRequest' })),
      false,
    )
    assert.equal(isNavigation(withHeaders({ accept: '*/*' })), false)
    assert.equal(isNavigation(withHeaders({ accept: 'text/htmlx, application/json' })), false)
    assert.equal(isNavigation(withHeaders({})), false)
  })
})

test('isScript is true only when a script asks for certain', () => {
  const cors = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }
  assert.equal(isScript(withHeaders(cors)), true)
  assert.equal(isScript(withHeaders({ 'x-requested-with': 'XMLHttpRequest' })), true)
  assert.equal(isScript(withHeaders({ accept: 'application/problem+json' })), true)
  assert.equal(
    isScript(withHeaders({ 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' })),
    false,
  )
  assert.equal(isScript(withHeaders({ accept: CHROME_ACCEPT })), false)
  assert.equal(isScript(withHeaders({ accept: '*/*' })), false)
  assert.equal(isScript(withHeaders({})), false)
})

test('isPrefetch knows every header that browsers announce it with', () => {
  assert.equal(isPrefetch(withHeaders({ 'sec-purpose': 'prefetch' })), true)
  assert.equal(isPrefetch(withHeaders({ 'sec-purpose': 'prefetch;prerender' })), true)
  assert.equal(isPrefetch(withHeaders({ purpose: 'prefetch' })), true)
  assert.equal(isPrefetch(withHeaders({ 'x-purpose': 'preview' })), true)
  assert.equal(isPrefetch(withHeaders({ 'x-moz': 'prefetch' })), true)
  assert.equal(isPrefetch(withHeaders({ purpose: 'none' })), false)
  assert.equal(isPrefetch(withHeaders({})), false)
})

describe('isSameOrigin', () => {
  const origin = 'https://shop.example'

  test('lets Sec-Fetch-Site decide where it is sent', () => {
    for (const site of ['same-origin', 'none']) {
      const headers = { 'sec-fetch-site': site, origin: 'https://evil.example' }
      assert.equal(isSameOrigin(withHeaders(headers, 'POST'), origin), true)
    }
    for (const site of ['cross-site', 'same-site', '', 'same-origin, cross-site']) {
      const headers = { 'sec-fetch-site': site, origin }
      assert.equal(isSameOrigin(withHeaders(headers, 'POST'), origin), false)
    }
  })

  test('else compares Origin exactly', () => {
    assert.equal(isSameOrigin(withHeaders({ origin }, 'POST'), origin), true)
    const others = [
      'null',
      '',
      'http://shop.example',
      'https://shop.example:8443',
      'https://evil-shop.example',
      'https://shop.example.evil.example',
      'https://shop.example, https://evil.example',
    ]
    for (const other of others) {
      assert.equal(isSameOrigin(withHeaders({ origin: other }, 'POST'), origin), false)
    }
  })

  test('lets a program pass, which sends neither', () => {
    assert.equal(isSameOrigin(withHeaders({}, 'POST'), origin), true)
  })
})
