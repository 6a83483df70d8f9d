import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { SHOP, serviceOf } from '../../../tests/support/core-of.ts'
import { oidc } from '../../login/oidc.ts'
import { callbackPath, callbackPaths, parametersOf, pathOf, queryOf, returnToOf } from './shared.ts'

const CLIENT = { issuer: 'https://id.example', clientId: 'shop' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('the path and the parameters of a request', () => {
  test('are cut at the first question mark', async () => {
    assert.deepEqual(['/a', '/a?', '/a?b?c', '?x'].map(pathOf), ['/a', '/a', '/a', ''])
    assert.equal(queryOf(exchangeOf({ url: '/a' })).size, 0)
    assert.deepEqual(
      [...queryOf(exchangeOf({ url: '/a?b=1?&c=%20' }))],
      [
        ['b', '1?'],
        ['c', ' '],
      ],
    )
  })

  test('are the form of a POST, and the query of a GET', async () => {
    const parts = { url: '/a?from=query', headers: FORM, body: 'from=form' }
    assert.equal((await parametersOf(exchangeOf(parts))).get('from'), 'query')
    const post = exchangeOf({ ...parts, method: 'POST' })
    assert.equal((await parametersOf(post)).get('from'), 'form')
  })
})

describe('returnToOf', () => {
  const to = (returnTo: string) =>
    returnToOf(serviceOf().core, exchangeOf(), new URLSearchParams({ returnTo }))

  test('is on our own origin', () => {
    assert.equal(to('/cart?a=1'), '/cart?a=1')
    assert.equal(to(`${SHOP}/cart`), '/cart')
    for (const evil of ['https://evil.example', '//evil.example', '/\\evil.example', '']) {
      assert.equal(to(evil), '/', evil)
    }
  })

  test('is not in the auth routes, which would begin the same thing again', () => {
    for (const route of ['login', 'logout', 'callback?code=x', 'refresh', 'session#x']) {
      assert.equal(to(`/auth/${route}`), '/', route)
    }
    assert.equal(to('/auth/other'), '/auth/other')
  })

  test('is the start page without one', () => {
    const { core } = serviceOf({ routes: { home: '/start' } })
    assert.equal(returnToOf(core, exchangeOf(), new URLSearchParams()), '/start')
  })
})

describe('the callback', () => {
  test('is one path for one provider, and a path of its own for each of several', () => {
    assert.equal(callbackPath(serviceOf().core, 'oidc'), '/auth/callback')
    const login = [oidc(CLIENT), oidc({ ...CLIENT, name: 'b' })]
    assert.equal(callbackPath(serviceOf({ login }).core, 'b'), '/auth/callback/b')
  })

  test('is at the redirect URI as registered too', () => {
    const { core } = serviceOf()
    const redirectUri = `${SHOP}/oidc/cb`
    const paths = (options: object) => callbackPaths(core, oidc({ ...CLIENT, ...options }))
    assert.deepEqual(paths({ redirectUri }), ['/auth/callback', '/oidc/cb'])
    assert.deepEqual(paths({ redirectUri: () => redirectUri }), ['/auth/callback'])
    assert.deepEqual(paths({}), ['/auth/callback'])
  })
})
