import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { checkRequest } from '../http/request-guard.ts'
import { createTokens } from './create.ts'
import { tokenRequired } from './token-required.ts'
import { checkToken, type TokenVerifier } from './verifier.ts'

const secrets = 'a secret of tests that is long enough'
const common = { secrets, audience: 'notes' }
const ours = createTokens({
  ...common,
  issuer: 'https://notes.example',
  claims: v.object({ sub: v.string(), scopes: v.array(v.string()) }),
})
const theirs = createTokens({
  ...common,
  issuer: 'https://other.example/',
  claims: v.object({ name: v.string() }),
})
const nameless = createTokens({ ...common, issuer: false, claims: v.object({ id: v.number() }) })

/** Counts what it is asked. */
function watched<V extends object>(verifier: V): { verifier: V; asked: string[] } {
  const asked: string[] = []
  const check: unknown = Reflect.get(verifier, checkToken)
  assert.ok(typeof check === 'function')
  const seen = (token: string): unknown => {
    asked.push(token)
    return Reflect.apply(check, verifier, [token])
  }
  Object.defineProperty(verifier, checkToken, { value: seen })
  return { verifier, asked }
}

describe('of several verifiers', () => {
  const one = watched(ours)
  const two = watched(theirs)
  const guard = tokenRequired([one.verifier, two.verifier, nameless])
  const ask = async (token: string) => {
    const request = {}
    const exchange = { ...exchangeOf({ headers: { authorization: `Bearer ${token}` } }), request }
    const reply = await guard[checkRequest](exchange)
    return reply?.reason ?? guard.token(request)
  }

  test('the one whose issuer the token names says what is in it', async () => {
    const mine = await ask(await ours.issue({ sub: 'una', scopes: [] }))
    assert.ok(typeof mine !== 'string')
    assert.deepEqual(
      [mine.claims, mine.issuer],
      [{ sub: 'una', scopes: [] }, 'https://notes.example'],
    )
    const other = await ask(await theirs.issue({ name: 'bo' }))
    assert.ok(typeof other !== 'string')
    assert.deepEqual([other.claims, other.issuer], [{ name: 'bo' }, 'https://other.example/'])
    const none = await ask(await nameless.issue({ id: 7 }))
    assert.ok(typeof none !== 'string')
    assert.deepEqual([none.claims, none.issuer], [{ id: 7 }, undefined])
  })

  test('none but that one is asked, also when it refuses', async () => {
    // Signed with the same secret, so that a second try would let it in.
    const wrong = createTokens({
      ...common,
      issuer: 'https://notes.example',
      claims: v.object({ name: v.string() }),
    })
    const token = await wrong.issue({ name: 'bo' })
    const before = two.asked.length
    assert.equal(await ask(token), 'token_invalid')
    assert.equal(one.asked.at(-1), token)
    assert.equal(two.asked.length, before)
  })

  test('a token of an issuer that none has is refused by nobody in particular', async () => {
    const before = [one.asked.length, two.asked.length]
    for (const issuer of ['https://evil.example', 'https://notes.example//', '__proto__']) {
      const evil = createTokens({ ...common, issuer, claims: v.object({ sub: v.string() }) })
      assert.equal(await ask(await evil.issue({ sub: 'una' })), 'token_invalid')
    }
    for (const token of ['', 'x', 'a.b.c', `${'A'.repeat(9000)}.e30.AA`]) {
      assert.equal(await ask(token), 'token_invalid')
    }
    assert.deepEqual([one.asked.length, two.asked.length], before)
  })

  test('a slash at the end of the name finds the verifier, which refuses it', async () => {
    const token = await createTokens({
      ...common,
      issuer: 'https://other.example',
      claims: v.object({ name: v.string() }),
    }).issue({ name: 'bo' })
    assert.equal(await ask(token), 'token_invalid')
    assert.equal(two.asked.at(-1), token)
  })
})

test('what cannot be told apart, or is not ours, is a fault', () => {
  const fault = (given: unknown) =>
    refusal(() => Reflect.apply(tokenRequired, undefined, [given])).issues?.[0]?.message ?? ''
  const own: TokenVerifier<object> = { verify: async () => Promise.reject(new Error('no')) }
  assert.match(fault([]), /empty/)
  assert.match(fault([ours, ours]), /two for one issuer/)
  assert.match(fault([ours, null]), /createTokens or accessTokens/)
  assert.match(fault([ours, own]), /createTokens or accessTokens/)
  assert.match(fault({}), /createTokens or accessTokens/)
  assert.ok(tokenRequired(own), 'alone it need not say whose tokens it takes')
})
