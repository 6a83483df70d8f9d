/** Access tokens and the keys of their provider: fetched late, kept, forgotten. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import * as v from 'valibot'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { rejection } from '../../tests/rejection.ts'
import { clockAt, LoggedLines, START } from '../../tests/support/clock.ts'
import { LoopbackProvider, signingKey } from '../../tests/support/loopback-provider.ts'
import { checkRequest } from '../http/request-guard.ts'
import { tokenRequired } from '../tokens/token-required.ts'
import { accessTokens } from './access-tokens.ts'
import { oidc } from './oidc.ts'

let provider: LoopbackProvider
beforeEach(async () => {
  provider = await LoopbackProvider.start()
})
afterEach(() => provider.close())

function setUp() {
  const clock = clockAt()
  const logger = new LoggedLines()
  const outside = accessTokens(oidc({ issuer: provider.issuer, clientId: 'login' }), {
    audience: 'notes',
    claims: v.object({ sub: v.string() }),
    now: clock.now,
    logger,
  })
  const guard = tokenRequired(outside)
  const ask = (token: string) =>
    guard[checkRequest](exchangeOf({ headers: { authorization: `Bearer ${token}` } }))
  const token = (kid?: string, seconds = 100_000) =>
    provider.sign(
      { iss: provider.issuer, aud: 'notes', sub: 'una', exp: START + seconds },
      { typ: 'at+jwt', ...(kid !== undefined && { kid }) },
    )
  return { clock, logger, outside, ask, token }
}

describe('keys', () => {
  test('are fetched when the first token comes, and once', async () => {
    const { outside, token } = setUp()
    assert.equal(provider.seen.length, 0)
    const good = await token()
    await Promise.all([1, 2, 3].map(() => outside.verify(good)))
    assert.equal(provider.count('/jwks'), 1)
  })

  test('that were withdrawn open nothing any more, tokens seen before too', async () => {
    const { clock, outside, ask, token } = setUp()
    const good = await token()
    await outside.verify(good)
    assert.equal(ask(good), undefined, 'known')
    const other = await signingKey('key-2')
    provider.answers.set('/jwks', { json: { keys: [other.jwk] } })
    clock.time += 600
    assert.equal((await rejection(outside.verify(good))).code, 'token_invalid')
    assert.equal((await ask(good))?.status, 401)
  })

  test('under a new name are found at once, and those of made-up names are not asked for long', async () => {
    const { outside, token } = setUp()
    await outside.verify(await token())
    for (let i = 0; i < 20; i++) await rejection(outside.verify(await token(`made-up-${i}`)))
    assert.equal(provider.count('/jwks'), 6)
  })

  test('that are fetched anew change nothing for a token that is still good', async () => {
    const { clock, outside, ask, token } = setUp()
    const good = await token()
    await outside.verify(good)
    clock.time += 600
    assert.ok(ask(good) instanceof Promise)
    await outside.verify(good)
    assert.equal(ask(good), undefined)
    assert.equal(provider.count('/jwks'), 2)
  })
})

describe('while the provider is down', () => {
  test('tokens are checked by the keys that are known', async () => {
    const { clock, outside, ask, token } = setUp()
    const [known, fresh] = [await token(), await token(undefined, 90_000)]
    await outside.verify(known)
    provider.answers.set('/jwks', { status: 500 })
    clock.time += 5000
    assert.equal(await ask(known), undefined)
    assert.equal(await ask(fresh), undefined)
    clock.time += 100_000
    assert.equal((await rejection(outside.verify(known))).code, 'token_expired')
  })

  test('and never was up: 503 or 502, said once a minute, and good again after it', async () => {
    const { clock, logger, ask, token } = setUp()
    provider.answers.set('/jwks', { status: 500 })
    const good = await token()
    for (let i = 0; i < 5; i++) {
      const reply = await ask(good)
      assert.deepEqual([reply?.status, reply?.reason], [502, 'provider_failed'])
      const headers = new Map(reply?.headers)
      assert.deepEqual([headers.has('www-authenticate'), headers.get('retry-after')], [false, '10'])
    }
    assert.equal(logger.lines.length, 1)
    assert.match(logger.text, /^error access tokens cannot be checked: .*provider keys/)
    provider.answers.set('/jwks', { json: { keys: [provider.key.jwk] } })
    clock.time += 5
    assert.equal(await ask(good), undefined)
  })
})

describe('a token that is known', () => {
  test('is looked at again: its times, and its claims by the schema', async () => {
    const { clock, outside, ask, token } = setUp()
    const good = await token(undefined, 60)
    await outside.verify(good)
    clock.time += 89
    assert.equal(ask(good), undefined)
    clock.time += 1
    const reply = await ask(good)
    assert.equal(reply?.reason, 'token_expired')
  })

  test('is known by all of its characters', async () => {
    const { outside, token } = setUp()
    const good = await token()
    await outside.verify(good)
    const [header, , signature] = good.split('.')
    const claims = Buffer.from(JSON.stringify({ sub: 'admin', iss: provider.issuer, aud: 'notes' }))
    const other = `${header}.${claims.toString('base64url')}.${signature}`
    assert.equal((await rejection(outside.verify(other))).code, 'token_invalid')
  })
})
