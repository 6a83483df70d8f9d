import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { clockAt } from '../../tests/support/clock.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import type { LoginState } from '../session/state.ts'
import { oidc } from './oidc.ts'
import { GRACE, Refresher } from './refresh.ts'

describe('Refresher', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  function setUp() {
    const clock = clockAt()
    const refresher = new Refresher(clock.now)
    const client = clientOf(provider.issuer, {}, clock)
    const login = oidc({ issuer: provider.issuer, clientId: 'shop' })
    const ask = (token: string | undefined, id = 's', after?: () => Promise<void>) =>
      refresher.refresh(sessionOf({ id }), holding(token), login, client, after)
    const successor = (token: string | undefined, id = 's') =>
      refresher.successor(sessionOf({ id }), holding(token))?.tokens
    return { clock, refresher, ask, successor }
  }

  const holding = (refreshToken: string | undefined): LoginState =>
    loginOf({ tokens: { accessToken: 'a', ...(refreshToken !== undefined && { refreshToken }) } })

  /** Answers each refresh with the refresh token that follows in the list. */
  function rotate(...tokens: readonly (string | undefined)[]) {
    let next = 0
    provider.answers.set('/token', () => ({
      json: {
        access_token: `access-${next}`,
        token_type: 'bearer',
        expires_in: 100,
        refresh_token: tokens[next++],
      },
    }))
  }

  test('asks once for all who ask with one token, and runs the hook once', async () => {
    rotate('r2')
    const { ask } = setUp()
    let hooks = 0
    const hook = async () => {
      hooks += 1
    }
    const [a, b] = await Promise.all([ask('r1', 's', hook), ask('r1', 's', hook)])
    assert.equal(a, b)
    assert.equal(await ask('r1', 's', hook), a)
    assert.deepEqual([provider.count('/token'), hooks], [1, 1])
    assert.equal(provider.last('/token').body.get('refresh_token'), 'r1')
  })

  test('keeps the answer for a minute for those who come late, and for that session alone', async () => {
    rotate('r2', 'x2', 'r3')
    const { clock, ask } = setUp()
    const first = await ask('r1')
    clock.time += GRACE - 1
    assert.equal(await ask('r1'), first)
    assert.notEqual(await ask('r1', 'another session'), first)
    clock.time += 1
    assert.notEqual(await ask('r1'), first)
    assert.equal(provider.count('/token'), 3)
  })

  test('refreshes again where the provider gave the same token', async () => {
    rotate(undefined, undefined)
    const { clock, ask } = setUp()
    const first = await ask('r1')
    assert.equal(first.tokens.refreshToken, 'r1')
    clock.time += 10
    assert.equal(await ask('r1'), first)
    clock.time += 70
    assert.notEqual(await ask('r1'), first)
  })

  test('refuses without a refresh token', async () => {
    assert.equal((await rejection(setUp().ask(undefined))).code, 'no_access_token')
  })

  test('takes the word of a provider that refuses, and does not ask again', async () => {
    provider.answers.set('/token', { status: 400, json: { error: 'invalid_grant' } })
    const { clock, ask } = setUp()
    assert.equal((await rejection(ask('r1'))).code, 'refresh_refused')
    clock.time += GRACE - 1
    assert.equal((await rejection(ask('r1'))).code, 'refresh_refused')
    assert.equal(provider.count('/token'), 1)
  })

  test('tries again later where the provider is broken', async () => {
    const { clock, ask } = setUp()
    for (const answer of [
      { status: 503 },
      { json: ['no token answer'] },
      { json: { token_type: 'bearer' } },
      { text: '<p>', type: 'text/html' },
      { status: 401, json: { error: 'invalid_client' } },
    ]) {
      provider.seen.length = 0
      provider.answers.set('/token', answer)
      assert.equal((await rejection(ask('r1'))).code, 'provider_failed', JSON.stringify(answer))
      assert.equal((await rejection(ask('r1'))).code, 'provider_failed')
      assert.equal(provider.count('/token'), 1)
      clock.time += 10
    }
    rotate('r2')
    assert.equal((await ask('r1')).tokens.refreshToken, 'r2')
  })

  test('spends no refresh token while the keys cannot be had', async () => {
    provider.answers.set('/jwks', { status: 503 })
    rotate('r2')
    assert.equal((await rejection(setUp().ask('r1'))).code, 'provider_failed')
    assert.equal(provider.count('/token'), 0)
  })

  test('knows the successor of a login, through a chain', async () => {
    rotate('r2', 'r3')
    const { ask, successor } = setUp()
    assert.equal(successor('r1'), undefined)
    await ask('r1')
    await ask('r2')
    assert.equal(successor('r1')?.accessToken, 'access-1')
    assert.equal(successor('r2')?.accessToken, 'access-1')
    assert.equal(successor('r3'), undefined)
    assert.equal(successor('r1', 'another session'), undefined)
    assert.equal(successor(undefined), undefined)
  })

  test('follows no circle without end, when a provider gives a token again', async () => {
    rotate('r2', 'r1')
    const { ask, successor } = setUp()
    await ask('r1')
    await ask('r2')
    assert.ok(successor('r1'))
    assert.ok(successor('r2'))
  })

  test('knows no successor while the refresh is under way, or when it failed', async () => {
    rotate('r2')
    const { ask, successor } = setUp()
    const pending = ask('r1')
    assert.equal(successor('r1'), undefined)
    await pending
    provider.answers.set('/token', { status: 503 })
    await rejection(ask('other'))
    assert.equal(successor('other'), undefined)
  })

  test('forgets what is over', async () => {
    rotate('r2', 'x2')
    const { clock, ask, successor } = setUp()
    await ask('r1')
    clock.time += GRACE
    await ask('x1')
    assert.equal(successor('r1'), undefined)
  })
})
