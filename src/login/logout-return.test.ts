import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { SentBack } from '../../tests/support/cookies-of.ts'
import { createKeyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { LogoutReturns } from './logout-return.ts'

const keyring = createKeyring(['a secret of at least sixteen bytes'])
const returns = new LogoutReturns({ keyring, path: '/auth', secure: true })
const NAME = '__Secure-hallpass_logout'

describe('LogoutReturns', () => {
  test('remember where a logout goes back to, sealed, for a quarter of an hour', () => {
    const headers = returns.begin('state-1', '/bye?x=1')
    const line = headers[0]?.[1] ?? ''
    assert.match(line, /^__Secure-hallpass_logout=hp1\.[\w-]+; Max-Age=900; Path=\/auth; HttpOnly;/)
    const browser = new SentBack().apply(headers)
    const request = exchangeOf({ headers: { cookie: browser.header } })
    assert.deepEqual(returns.find(request), { state: 'state-1', returnTo: '/bye?x=1' })
    assert.deepEqual(browser.apply(returns.end(request)).names, [])
  })

  test('know nothing of what they did not write', () => {
    const seal = (purpose: string, text: string) => new PurposeSeal(keyring, purpose).seal(text)
    const whole = JSON.stringify({ state: 's', returnTo: '/' })
    for (const value of [
      '',
      'hp1.AAAA',
      seal('session', whole),
      seal('logout-return', '[]'),
      seal('logout-return', '{"state":"s"}'),
      seal('logout-return', '{"state":1,"returnTo":"/"}'),
    ]) {
      const request = exchangeOf({ headers: { cookie: `${NAME}=${value}` } })
      assert.equal(returns.find(request), undefined)
    }
    assert.equal(returns.find(exchangeOf()), undefined)
    assert.deepEqual(returns.end(exchangeOf()), [])
  })
})
