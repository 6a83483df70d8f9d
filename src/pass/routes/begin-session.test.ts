import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { atOnce } from '../../../tests/support/at-once.ts'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { headerOf, routesOf } from '../../../tests/support/routes-of.ts'
import { HallpassError } from '../../errors.ts'
import type { Claims } from '../../session/state.ts'
import type { Hooks, LoginEvent, LoginOutcome } from '../options.ts'

describe('the session that a login begins', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())
  const withHook = (afterLogin: NonNullable<Hooks['afterLogin']>) =>
    routesOf(provider, { hooks: { afterLogin } })

  test('has a new id, and ends the one before (session fixation)', async () => {
    const { signIn, visitor, browser, core } = routesOf(provider)
    const anonymous = await visitor()
    anonymous.session.cart = ['book']
    browser.apply(atOnce(anonymous.commit()))
    const states = [(await visitor()).state]
    for (const _ of ['first', 'second']) {
      await signIn()
      states.push((await visitor()).state)
    }
    assert.equal(new Set(states.map((state) => state?.id)).size, 3)
    const ended = states.map((state) => state !== undefined && core.revocations.has(state))
    assert.deepEqual(ended, [true, true, false])
    assert.deepEqual(states[2]?.data, {})
  })

  test('is what the hook makes of the login', async () => {
    const events: LoginEvent[] = []
    const routes = withHook((event) => {
      events.push(event)
      event.session.cart = event.previousSession.cart
      return { user: { sub: event.user.sub, role: 'x' }, groups: ['own'], returnTo: '/welcome' }
    })
    const before = await routes.visitor()
    before.session.cart = ['book']
    routes.browser.apply(atOnce(before.commit()))
    const reply = await routes.signIn({ name: 'Ada' }, '?returnTo=/cart&appState=said')
    assert.equal(headerOf(reply, 'location'), '/welcome')
    const { user, groups, session, state } = await routes.visitor()
    assert.deepEqual(
      [user, groups, session],
      [{ sub: 'user-1', role: 'x' }, ['own'], { cart: ['book'] }],
    )
    assert.deepEqual(state?.login?.byApp, { user: true, groups: true })
    const [event] = events
    assert.deepEqual(
      [event?.provider, event?.user.name, event?.appState, event?.returnTo],
      ['oidc', 'Ada', 'said', '/cart'],
    )
    assert.equal(event?.claims.idToken.name, 'Ada')
  })

  test('shows the hook nothing of another user who was signed in', async () => {
    const previous: unknown[] = []
    const routes = withHook(({ session, previousSession }) => {
      previous.push(previousSession)
      session.secret = 'of ada'
    })
    await routes.signIn()
    await routes.signIn({ sub: 'user-2' })
    assert.deepEqual(previous, [{}, {}])
  })

  test('leads nowhere else, whatever the hook says', async () => {
    for (const returnTo of ['https://evil.example', '//evil.example', 'javascript:alert(1)']) {
      const reply = await withHook(() => ({ returnTo })).signIn()
      assert.equal(headerOf(reply, 'location'), '/')
    }
  })

  test("is kept with the hook's own answer too", async () => {
    const reply = { status: 200, headers: [['x-own', '1']] as const, body: 'choose a tenant' }
    const routes = withHook(async () => ({ reply }))
    const answer = await routes.signIn()
    assert.deepEqual(
      [answer.status, answer.body, headerOf(answer, 'x-own')],
      [200, reply.body, '1'],
    )
    assert.equal(headerOf(answer, 'cache-control'), 'no-store')
    assert.ok((await routes.visitor()).user)
  })

  test('is refused by what the hook throws, and by a hook that is broken', async () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    const bad: [NonNullable<Hooks['afterLogin']>, number, RegExp][] = [
      [() => Promise.reject(new Error('db down')), 500, /hook_failed.*Error: db down/],
      [() => Promise.reject(new HallpassError('forbidden', 'Not you')), 403, /forbidden.*Not you/],
      [() => ({ user: { sub: 'evil' } }), 500, /changed the claim sub/],
      [() => ({ user: { name: 'x' } as unknown as Claims }), 500, /changed the claim sub/],
      [() => ({ user: null }) as unknown as LoginOutcome, 500, /changed the claim sub/],
      [({ session }) => void Object.assign(session, cycle), 500, /cannot be kept/],
      [({ session }) => void Object.assign(session, { big: 1n }), 500, /cannot be kept/],
      [() => ({ user: { sub: 'user-1', big: 1n } }), 500, /cannot be kept/],
      [() => ({ groups: 'admin' }) as unknown as LoginOutcome, 500, /groups that are no list/],
      [() => ({ groups: [7] }) as unknown as LoginOutcome, 500, /groups that are no list/],
    ]
    for (const [hook, status, line] of bad) {
      const routes = withHook(hook)
      const reply = await routes.signIn()
      assert.equal(reply.status, status, String(hook))
      assert.match(routes.log.text, line)
      assert.deepEqual(routes.browser.names, [], 'no session, and no login under way')
    }
  })

  test('is kept without the ID token where it is large', async () => {
    const routes = routesOf(provider)
    await routes.signIn({ bio: 'x'.repeat(4000) })
    const state = (await routes.visitor()).state
    assert.ok(state?.login && !('idToken' in state.login.tokens))
    assert.equal(state?.login?.tokens.refreshToken, 'refresh-1')
    assert.match(routes.log.text, /warn the session is large: it is kept without the ID token/)
  })

  test('is refused where it is too large even so', async () => {
    const routes = routesOf(provider)
    const reply = await routes.signIn({ bio: 'x'.repeat(10_000) })
    assert.equal(reply.status, 500)
    assert.match(routes.log.text, /error refused: session_too_large/)
    assert.equal((await routes.visitor()).user, undefined)
  })

  test('ends a loop, and says why', async () => {
    const routes = routesOf(provider)
    for (let n = 0; n < 4; n++) assert.equal((await routes.signIn({}, '?returnTo=/a')).status, 302)
    const loop = await routes.signIn({}, '?returnTo=/a')
    assert.equal(loop.status, 508)
    assert.match(
      routes.log.text,
      /The page \/a sends visitors who are signed in to the login again/,
    )
  })

  test('that the browser does not keep is named as the reason of a loop', async () => {
    const routes = routesOf(provider, { session: { name: 'other' } })
    for (let n = 0; n < 5; n++) {
      await routes.signIn({}, '?returnTo=/a')
      routes.browser.apply([['set-cookie', '__Host-other=; Max-Age=0']])
    }
    assert.match(routes.log.text, /The session cookie of the login before did not come back/)
  })
})
