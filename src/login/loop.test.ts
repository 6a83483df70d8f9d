import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { clockAt } from '../../tests/support/clock.ts'
import { SentBack } from '../../tests/support/cookies-of.ts'
import { createKeyring } from '../crypto/keyring.ts'
import { LOOP_WINDOW, LoopCounter, MAX_RETURNS } from './loop.ts'

function setUp() {
  const clock = clockAt()
  const keyring = createKeyring(['a secret of at least sixteen bytes'])
  const loops = new LoopCounter({ keyring, path: '/auth', secure: true, now: clock.now })
  const browser = new SentBack()
  const request = () => exchangeOf({ headers: { cookie: browser.header } })
  const count = (page: string) => {
    const { loop, headers } = loops.count(request(), page)
    browser.apply(headers)
    return loop
  }
  return { clock, loops, browser, request, count }
}

describe('LoopCounter', () => {
  test('notices the fifth return to a page within a minute, and starts anew', () => {
    const { browser, count } = setUp()
    for (let n = 0; n < MAX_RETURNS; n++) assert.equal(count('/account'), false)
    assert.equal(count('/account'), true)
    assert.deepEqual(browser.names, [])
    assert.equal(count('/account'), false)
  })

  test('counts each page for itself', () => {
    const { count } = setUp()
    for (let n = 0; n < 20; n++) assert.equal(count(n % 2 === 0 ? '/a' : '/b'), false)
  })

  test('forgets what is older than a minute', () => {
    const { clock, count } = setUp()
    for (let n = 0; n < MAX_RETURNS; n++) count('/account')
    clock.time += LOOP_WINDOW + 1
    assert.equal(count('/account'), false)
  })

  test('lives in a cookie of the auth routes, and says nothing of the page', () => {
    const { loops } = setUp()
    const { headers } = loops.count(exchangeOf(), '/account?secret=1')
    const line = headers[0]?.[1] ?? ''
    assert.match(
      line,
      /^__Secure-hallpass_loop=hp1\.[\w-]+; Max-Age=60; Path=\/auth; HttpOnly; Sec/,
    )
  })

  test('takes a cookie of anybody else for none', () => {
    const { browser, count } = setUp()
    for (let n = 0; n < 10; n++) {
      browser.set('__Secure-hallpass_loop', 'hp1.AAAA')
      assert.equal(count('/account'), false)
    }
  })

  test('clears its cookie where there is one', () => {
    const { loops, browser, request, count } = setUp()
    assert.deepEqual(loops.clear(request()), [])
    count('/account')
    assert.deepEqual(browser.apply(loops.clear(request())).names, [])
  })
})
