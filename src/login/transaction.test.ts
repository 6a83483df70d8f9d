import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { clockAt } from '../../tests/support/clock.ts'
import { SentBack } from '../../tests/support/cookies-of.ts'
import { createKeyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { newTransaction } from './authorize.ts'
import { MAX_TRANSACTIONS, TRANSACTION_LIFETIME, Transactions } from './transaction.ts'

const keyring = createKeyring(['a secret of at least sixteen bytes'])

function setUp(secure = true, path = '/auth') {
  const clock = clockAt()
  const transactions = new Transactions({ keyring, path, secure, now: clock.now })
  const browser = new SentBack()
  const request = () => exchangeOf({ headers: { cookie: browser.header } })
  const fresh = (parts: object = {}) =>
    newTransaction({
      provider: 'oidc',
      issuer: 'https://id.example',
      clientId: 'shop',
      redirectUri: 'https://shop.example/auth/callback',
      returnTo: '/cart',
      startedAt: clock.time,
      ...parts,
    })
  const begin = (parts: object = {}, crossSite = false) => {
    const transaction = fresh(parts)
    browser.apply(transactions.begin(request(), transaction, crossSite))
    return transaction
  }
  return { clock, transactions, browser, request, fresh, begin }
}

describe('Transactions', () => {
  test('remember a login in a sealed cookie of the auth routes', () => {
    const { transactions, request, fresh } = setUp()
    const transaction = fresh({ appState: { a: 1 }, maxAge: 60 })
    const [header, ...more] = transactions.begin(request(), transaction, false)
    assert.equal(more.length, 0)
    const line = header?.[1] ?? ''
    assert.match(line, /^__Secure-hallpass_tx_[\w-]{10}=hp1\.[\w-]+; Max-Age=900; Path=\/auth;/)
    assert.match(line, /HttpOnly; Secure; SameSite=Lax$/)
    for (const part of [transaction.state, transaction.codeVerifier, '/cart']) {
      assert.ok(!line.includes(part), 'nothing of it can be read')
    }
  })

  test('give it back for its state, and forget it', () => {
    const { transactions, browser, request, begin } = setUp()
    const first = begin({ appState: { a: [1] }, maxAge: 60 })
    const second = begin({ returnTo: '/other' })
    assert.deepEqual(transactions.find(request(), first.state), first)
    assert.deepEqual(transactions.find(request(), second.state), second)
    browser.apply(transactions.end(request(), first.state))
    assert.equal(refusal(() => transactions.find(request(), first.state)).code, 'state_unknown')
    assert.deepEqual(transactions.find(request(), second.state), second)
    browser.apply(transactions.endAll(request()))
    assert.deepEqual(browser.names, [])
  })

  test('know no state that was not begun in this browser', () => {
    const { transactions, request, begin } = setUp()
    const { state } = begin()
    const guesses = ['', '!!!', 'x', `${state}x`, state.slice(0, -1), `${state.slice(0, 10)}AAAA`]
    for (const guess of guesses) {
      assert.equal(refusal(() => transactions.find(request(), guess)).code, 'state_unknown', guess)
    }
    const empty = exchangeOf()
    assert.equal(refusal(() => transactions.find(empty, state)).code, 'state_unknown')
  })

  test('are over after their time', () => {
    const { clock, transactions, request, begin } = setUp()
    const { state } = begin()
    clock.time += TRANSACTION_LIFETIME
    assert.ok(transactions.find(request(), state))
    clock.time += 1
    const error = refusal(() => transactions.find(request(), state))
    assert.equal(error.code, 'transaction_expired')
  })

  test('keep the five newest of a browser, and clear the oldest and the expired', () => {
    const { clock, transactions, browser, request, begin } = setUp()
    const begun = Array.from({ length: MAX_TRANSACTIONS + 2 }, () => {
      clock.time += 1
      return begin()
    })
    assert.equal(browser.names.length, MAX_TRANSACTIONS)
    for (const [index, { state }] of begun.entries()) {
      if (index < 2) assert.throws(() => transactions.find(request(), state))
      else assert.ok(transactions.find(request(), state))
    }
    clock.time += TRANSACTION_LIFETIME
    begin()
    assert.equal(browser.names.length, 2)
  })

  test('keep the last ones of those that began in the same second, as tabs that reopen do', () => {
    const { transactions, request, begin } = setUp()
    const begun = Array.from({ length: MAX_TRANSACTIONS + 2 }, () => begin())
    for (const [index, { state }] of begun.entries()) {
      if (index < 2) assert.throws(() => transactions.find(request(), state))
      else assert.ok(transactions.find(request(), state))
    }
  })

  test('keep fewer where they are large, so that no header limit is met', () => {
    const { clock, browser, begin } = setUp()
    for (let n = 0; n < 5; n++) {
      clock.time += 1
      begin({ returnTo: `/${'x'.repeat(1500)}` })
    }
    assert.ok(browser.header.length < 7000, `${browser.header.length}`)
  })

  test('refuse a login that does not fit into a cookie, since the browser would drop it', () => {
    const { transactions, request, fresh } = setUp()
    const large = fresh({ returnTo: `/${'x'.repeat(2047)}`, appState: 'é'.repeat(512) })
    const error = refusal(() => transactions.begin(request(), large, false))
    assert.equal(error.code, 'bad_request')
    assert.match(error.message, /appState/)
  })

  test('travel with a cross-site POST only when the answer comes by one', () => {
    const { transactions, request, fresh } = setUp(false)
    const [lax] = transactions.begin(request(), fresh(), false)
    assert.match(lax?.[1] ?? '', /^hallpass_tx_.*SameSite=Lax$/)
    assert.doesNotMatch(lax?.[1] ?? '', /Secure/)
    const [none] = transactions.begin(request(), fresh(), true)
    assert.match(none?.[1] ?? '', /^__Secure-hallpass_tx_.*; Secure; SameSite=None$/)
  })

  test('are found and cleared under every prefix', () => {
    for (const [secure, path, prefix] of [
      [true, '/', '__Host-hallpass_tx_'],
      [true, '/auth', '__Secure-hallpass_tx_'],
      [false, '/', 'hallpass_tx_'],
    ] as const) {
      const { transactions, browser, request, begin } = setUp(secure, path)
      const { state } = begin()
      assert.ok(browser.names[0]?.startsWith(prefix))
      assert.ok(transactions.find(request(), state))
      assert.deepEqual(browser.apply(transactions.end(request(), state)).names, [])
    }
  })

  test('are not found under a weaker prefix, which others can plant, but cleared', () => {
    for (const [secure, path, weaker] of [
      [true, '/', ['__Secure-', '']],
      [true, '/auth', ['__Host-', '']],
      [false, '/auth', ['__Host-']],
    ] as const) {
      for (const prefix of weaker) {
        const { transactions, browser, request, begin } = setUp(secure, path)
        const { state } = begin()
        const [name = ''] = browser.names
        const planted = `${prefix}${name.replace(/^__\w+-/, '')}`
        browser.set(planted, browser.get(name))
        browser.apply([['set-cookie', `${name}=; Max-Age=0`]])
        const error = refusal(() => transactions.find(request(), state))
        assert.equal(error.code, 'state_unknown', `${prefix} at ${path}`)
        assert.deepEqual(browser.apply(transactions.end(request(), state)).names, [])
      }
    }
  })

  test('open no value of another purpose, version or secret', () => {
    const { transactions, browser, request, begin } = setUp()
    const transaction = begin()
    const [name = ''] = browser.names
    const other = createKeyring(['another secret of some length'])
    const { nonce: _, ...older } = transaction
    for (const value of [
      new PurposeSeal(keyring, 'session').seal(JSON.stringify(transaction)),
      new PurposeSeal(other, 'login-transaction').seal(JSON.stringify(transaction)),
      new PurposeSeal(keyring, 'login-transaction').seal(JSON.stringify(older)),
      new PurposeSeal(keyring, 'login-transaction').seal('null'),
      JSON.stringify(transaction),
    ]) {
      browser.set(name, encodeURIComponent(value))
      const error = refusal(() => transactions.find(request(), transaction.state))
      assert.equal(error.code, 'state_unknown')
    }
  })

  test('take one whose cookie was renamed for no other login', () => {
    const { transactions, browser, request, begin } = setUp()
    const [mine, planted] = [begin(), begin()]
    const [first = '', second = ''] = browser.names
    browser.set(first, browser.get(second))
    assert.equal(refusal(() => transactions.find(request(), mine.state)).code, 'state_unknown')
    assert.ok(transactions.find(request(), planted.state))
  })

  test('bear cookies with any name: they are passed over or cleared, and nothing throws', () => {
    const { transactions, fresh } = setUp()
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a b', '"', 'é', '\u0001', '[x]', 'a,b', ''),
    )
    fc.assert(
      fc.property(name, (tail) => {
        const exchange = exchangeOf({ headers: { cookie: `hallpass_tx_${tail}=junk; a=b` } })
        transactions.begin(exchange, fresh(), false)
        transactions.end(exchange, tail)
        transactions.endAll(exchange)
        assert.equal(refusal(() => transactions.find(exchange, tail)).code, 'state_unknown')
      }),
      PROPERTY_RUNS,
    )
  })

  test('clear a bounded number of cookies in one answer', () => {
    const { transactions } = setUp()
    const cookie = Array.from({ length: 500 }, (_, n) => `hallpass_tx_${n}=x`).join('; ')
    assert.ok(transactions.endAll(exchangeOf({ headers: { cookie } })).length <= 32)
  })
})
