/** A service in which nobody can sign in: never open for that. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { NAVIGATION, SCRIPT, SECRET, SHOP } from '../../tests/support/core-of.ts'
import { flaskSession } from '../sealing.ts'
import { createHallpass } from './create.ts'
import type { HallpassOptions } from './options.ts'

const logger = { info() {}, warn() {}, error() {} }
const passOf = (options: Partial<HallpassOptions> = {}) =>
  createHallpass({ baseUrl: SHOP, secrets: [SECRET], logger, ...options })

describe('without login', () => {
  test('every check refuses, with 401 and no way to a login that is not there', async () => {
    const pass = passOf({ guard: { default: 'login' } })
    for (const headers of [NAVIGATION, SCRIPT]) {
      const decision = await pass.handle(exchangeOf({ url: '/any', headers }))
      assert.ok(decision.kind === 'reply')
      assert.equal(decision.status, 401)
      assert.equal(decision.reason, 'login_required')
      assert.ok(decision.headers.some(([name]) => name === 'www-authenticate'))
      assert.doesNotMatch(decision.body ?? '', /auth\/login/)
    }
    const open = await passOf().handle(exchangeOf())
    assert.ok(open.kind === 'pass')
    for (const access of ['login', 'deny', { group: 'staff' }, () => true] as const) {
      assert.ok([401, 403].includes((await open.visitor.check(access))?.status ?? 0))
    }
  })

  test('the routes of a login are not there; those of a session are', async () => {
    const pass = passOf()
    for (const path of ['login', 'callback', 'refresh', 'logged-out', 'backchannel-logout']) {
      const decision = await pass.handle(exchangeOf({ url: `/auth/${path}` }))
      assert.equal(decision.kind, 'pass', path)
    }
    const session = await pass.handle(exchangeOf({ url: '/auth/session' }))
    assert.ok(session.kind === 'reply')
    assert.equal(session.body, '{"signedIn":false}')
  })

  test("the app's own handler may send visitors to the other app", async () => {
    const unauthenticated = () => ({
      status: 303,
      headers: [['location', '/flask/login']] as const,
    })
    const pass = passOf({ guard: { default: 'login' }, handlers: { unauthenticated } })
    const decision = await pass.handle(exchangeOf({ headers: NAVIGATION }))
    assert.ok(decision.kind === 'reply')
    assert.equal(decision.status, 303)
  })

  test('a login that came out undefined or empty is a fault', () => {
    for (const login of [undefined, [], null]) {
      const { issues } = refusal(() => passOf({ login: login as never }))
      assert.deepEqual(
        issues?.map(({ path }) => path),
        ['login'],
      )
    }
  })

  test('the faults of flaskSession are told with all others', () => {
    const session = flaskSession({ secretKey: '', idle: 0 })
    const { issues } = refusal(() => passOf({ session, secrets: ['short'] }))
    assert.deepEqual(
      issues?.map(({ path }) => path),
      ['secrets[0]', 'session.idle', 'session.secretKey'],
    )
  })
})
