import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { rejection } from '../../tests/rejection.ts'
import { atOnce } from '../../tests/support/at-once.ts'
import { START } from '../../tests/support/clock.ts'
import { type Service, serviceOf } from '../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import type { TokenSet } from '../session/state.ts'
import type { HallpassOptions } from './options.ts'

const ON_TIME = START + 540
const TOO_LATE = START + 600

describe('a visitor with tokens', () => {
  let provider: LoopbackProvider
  let answers = 0
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    answers = 0
    provider.answers.set('/token', () => {
      answers += 1
      const tokens = {
        access_token: `access-${answers + 1}`,
        refresh_token: `refresh-${answers + 1}`,
      }
      return { json: { ...tokens, token_type: 'bearer', expires_in: 600 } }
    })
  })
  afterEach(() => provider.close())

  /** A signed-in visitor whose access token ends after ten minutes, and is due a minute before. */
  function signedIn(
    tokens: Partial<TokenSet> = {},
    options: Partial<HallpassOptions> = {},
  ): Service {
    const service = serviceOf(options, provider.issuer)
    const state = {
      accessToken: 'access-1',
      accessTokenExpiresAt: TOO_LATE,
      refreshAt: ON_TIME,
      refreshToken: 'refresh-1',
      ...tokens,
    }
    const login = loginOf({ issuer: provider.issuer, tokens: state })
    service.keep(sessionOf({ login, data: { cart: ['book'] } }))
    return service
  }
  const refused = () =>
    provider.answers.set('/token', { status: 400, json: { error: 'invalid_grant' } })
  const down = () => provider.answers.set('/token', { status: 503 })

  describe('accessToken', () => {
    test('gives the token while it is good', async () => {
      const visitor = await signedIn().visitor()
      assert.equal(await visitor.accessToken(), 'access-1')
      assert.equal(answers, 0)
      assert.deepEqual(atOnce(visitor.commit()), [])
    })

    test('refreshes it when it is about to run out, and keeps the new one', async () => {
      const service = signedIn()
      service.clock.time = ON_TIME
      const visitor = await service.visitor()
      assert.equal(await visitor.accessToken(), 'access-2')
      assert.equal(await visitor.accessToken(), 'access-2')
      service.browser.apply(atOnce(visitor.commit()))
      assert.equal(await (await service.visitor()).accessToken(), 'access-2')
      assert.equal(answers, 1)
    })

    test('gives a token that still works while the provider is down', async () => {
      down()
      const service = signedIn()
      service.clock.time = ON_TIME
      assert.equal(await (await service.visitor()).accessToken(), 'access-1')
      service.clock.time = TOO_LATE
      const error = await rejection((await service.visitor()).accessToken())
      assert.equal(error.code, 'provider_failed')
    })

    test('ends the session when the provider refuses, though the token still works', async () => {
      refused()
      const service = signedIn()
      service.clock.time = ON_TIME
      const visitor = await service.visitor()
      assert.equal((await rejection(visitor.accessToken())).code, 'refresh_refused')
      assert.equal(visitor.user, undefined)
      assert.deepEqual(service.browser.apply(atOnce(visitor.commit())).names, [])
    })

    test('leaves nothing of the session to the next visitor when the provider refuses', async () => {
      refused()
      const service = signedIn()
      service.clock.time = ON_TIME
      const visitor = await service.visitor()
      assert.deepEqual(visitor.session, { cart: ['book'] })
      await rejection(visitor.accessToken())
      assert.deepEqual(visitor.session, {})
      assert.deepEqual(service.browser.apply(atOnce(visitor.commit())).names, [])
    })

    test('refreshes nothing once the answer began: the new token could not be kept', async () => {
      const service = signedIn()
      service.clock.time = ON_TIME
      const visitor = await service.visitor()
      atOnce(visitor.commit())
      assert.equal(await visitor.accessToken(), 'access-1')
      assert.equal(await visitor.check(), undefined)
      service.clock.time = TOO_LATE
      assert.equal((await rejection(visitor.accessToken())).code, 'response_started')
      assert.equal(answers, 0)
    })

    test('says that a token ran out that cannot be refreshed', async () => {
      const service = serviceOf({}, provider.issuer)
      const tokens = { accessToken: 'access-1', accessTokenExpiresAt: TOO_LATE }
      service.keep(sessionOf({ login: loginOf({ issuer: provider.issuer, tokens }) }))
      service.clock.time = TOO_LATE - 1
      assert.equal(await (await service.visitor()).accessToken(), 'access-1')
      service.clock.time = TOO_LATE
      const error = await rejection((await service.visitor()).accessToken())
      assert.equal(error.code, 'access_token_expired')
    })

    test('says that there is none', async () => {
      const nobody = await serviceOf({}, provider.issuer).visitor()
      assert.equal((await rejection(nobody.accessToken())).code, 'no_access_token')
    })
  })

  describe('check', () => {
    test('refreshes before it decides, by the new groups', async () => {
      const service = signedIn()
      const idToken = await provider.sign({
        ...{ iss: provider.issuer, aud: 'shop', sub: 'user-1', groups: ['admin'] },
        ...{ iat: ON_TIME, exp: ON_TIME + 60 },
      })
      provider.answers.set('/token', {
        json: { access_token: 'access-2', token_type: 'bearer', id_token: idToken },
      })
      service.clock.time = ON_TIME
      const visitor = await service.visitor()
      assert.equal(await visitor.check({ group: 'admin' }), undefined)
      assert.equal((await visitor.check({ group: 'staff' }))?.status, 403)
    })

    test('ends nobody for a provider that is down, and says so in the log', async () => {
      down()
      const service = signedIn()
      service.clock.time = TOO_LATE
      const visitor = await service.visitor()
      assert.equal(await visitor.check(), undefined)
      assert.equal(visitor.user?.sub, 'user-1')
      assert.match(service.log.text, /warn tokens were not refreshed {"code":"provider_failed"}/)
    })

    test('sends to the login whose session the provider refused', async () => {
      refused()
      const service = signedIn()
      service.clock.time = ON_TIME
      const reply = await (await service.visitor()).check()
      assert.equal(reply?.status, 302)
      assert.match(service.log.text, /info session ended: the provider refused to refresh it/)
      assert.doesNotMatch(service.log.text, /refresh-1|access-1/)
      assert.equal((await service.visitor()).user, undefined, 'a copy of the cookie opens nothing')
    })
  })

  describe('afterRefresh', () => {
    test('may change the session, and what it throws loses no token', async () => {
      const seen: unknown[] = []
      const afterRefresh: NonNullable<HallpassOptions['hooks']>['afterRefresh'] = (event) => {
        seen.push([event.provider, event.user.sub, event.groups])
        event.session.refreshed = true
        throw new Error('the hook is broken')
      }
      const service = signedIn({}, { hooks: { afterRefresh } })
      service.clock.time = ON_TIME
      const visitor = await service.visitor()
      assert.equal(await visitor.accessToken(), 'access-2')
      service.browser.apply(atOnce(visitor.commit()))
      assert.deepEqual(seen, [['oidc', 'user-1', ['staff']]])
      assert.match(service.log.text, /error hooks\.afterRefresh threw.*the hook is broken/)
      const next = await service.visitor()
      assert.deepEqual(next.session, { cart: ['book'], refreshed: true })
      assert.equal(await next.accessToken(), 'access-2')
    })
  })

  test('keeps fresh tokens though the data grew too large', async () => {
    const service = signedIn()
    service.clock.time = ON_TIME
    const visitor = await service.visitor()
    await visitor.accessToken()
    visitor.session.text = 'x'.repeat(20_000)
    service.browser.apply(atOnce(visitor.commit()))
    const next = await service.visitor()
    assert.equal(await next.accessToken(), 'access-2')
    assert.deepEqual(next.session, { cart: ['book'] })
  })

  test('writes the newest tokens, though another request refreshed them meanwhile', async () => {
    const service = signedIn()
    const slow = await service.visitor()
    slow.session.seen = true
    service.clock.time = ON_TIME
    const quick = await service.visitor()
    await quick.accessToken()
    service.browser.apply(atOnce(quick.commit()))
    service.browser.apply(atOnce(slow.commit()))
    const next = await service.visitor()
    assert.equal(await next.accessToken(), 'access-2')
    assert.deepEqual(next.session, { cart: ['book'], seen: true })
  })

  test('of nobody cannot be refreshed', async () => {
    const visitor = await serviceOf({}, provider.issuer).visitor()
    assert.equal((await rejection(visitor.refresh())).code, 'login_required')
  })
})
