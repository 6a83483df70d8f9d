import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { atOnce } from '../../tests/support/at-once.ts'
import { START } from '../../tests/support/clock.ts'
import { serviceOf } from '../../tests/support/core-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { HallpassError } from '../errors.ts'
import type { Access } from '../guard/access.ts'
import { newSessionId } from '../session/id.ts'
import { RequestVisitor } from './visitor.ts'

/** A service whose visitor is signed in, with this data. */
function signedIn(data: Record<string, unknown> = {}) {
  const service = serviceOf()
  service.keep(sessionOf({ login: loginOf(), data }))
  return service
}

describe('RequestVisitor', () => {
  test('is nobody without a session', async () => {
    const visitor = await serviceOf().visitor()
    assert.deepEqual(
      [visitor.user, visitor.groups, visitor.provider, visitor.expiresAt, visitor.session],
      [undefined, [], undefined, undefined, {}],
    )
    assert.deepEqual(atOnce(visitor.commit()), [])
  })

  test('is who signed in', async () => {
    const visitor = await signedIn({ cart: ['book'] }).visitor()
    assert.deepEqual(visitor.user, { sub: 'user-1', name: 'Ada' })
    assert.deepEqual([visitor.groups, visitor.provider], [['staff'], 'oidc'])
    assert.equal(visitor.expiresAt, START + 3600)
    assert.deepEqual(visitor.session, { cart: ['book'] })
    assert.equal(visitor.session, visitor.session)
  })

  test('lets the app change neither the user nor what others share', async () => {
    const service = signedIn({ cart: ['book'] })
    const [one, other] = [await service.visitor(), await service.visitor()]
    assert.throws(() => Object.assign(one.user ?? {}, { sub: 'evil' }), TypeError)
    one.session.cart = []
    assert.deepEqual(other.session, { cart: ['book'] })
  })

  describe('commit', () => {
    test('writes nothing when nothing changed', async () => {
      const visitor = await signedIn({ cart: ['book'] }).visitor()
      assert.deepEqual(visitor.session.cart, ['book'])
      visitor.session.cart = ['book']
      visitor.session.nothing = undefined
      assert.deepEqual(atOnce(visitor.commit()), [])
    })

    test('writes what changed, once, for no cache to keep', async () => {
      const service = signedIn({ cart: ['book'] })
      const visitor = await service.visitor()
      visitor.session.cart = ['book', 'pen']
      const headers = atOnce(visitor.commit())
      assert.deepEqual(headers[0], ['cache-control', 'no-store'])
      assert.deepEqual(atOnce(visitor.commit()), [])
      service.browser.apply(headers)
      const next = await service.visitor()
      assert.deepEqual(next.session, { cart: ['book', 'pen'] })
      assert.equal(next.user?.sub, 'user-1')
    })

    test('keeps a session for a visitor who is signed out, with a new id each', async () => {
      const service = serviceOf()
      const visitor = await service.visitor()
      visitor.session.cart = ['book']
      service.browser.apply(atOnce(visitor.commit()))
      const next = await service.visitor()
      assert.deepEqual(next.session, { cart: ['book'] })
      assert.equal(next.user, undefined)
      assert.match(next.state?.id ?? '', /^[\w-]{22}$/)
      assert.notEqual(newSessionId(), newSessionId())
    })

    test('clears a cookie that is nobody, and replaces it when the app writes', async () => {
      const { browser, visitor } = serviceOf()
      browser.set('__Host-hallpass', 'hp1.forged')
      assert.match(atOnce((await visitor()).commit())[1]?.[1] ?? '', /^__Host-hallpass=; Max-Age=0/)
      const writing = await visitor()
      writing.session.a = 1
      assert.match(atOnce(writing.commit())[1]?.[1] ?? '', /^__Host-hallpass=hp1\..+Max-Age=3600/)
    })

    test('rolls the idle time-out on, after a while and not with every request', async () => {
      const service = signedIn()
      service.clock.time += 179
      assert.deepEqual(atOnce((await service.visitor()).commit()), [])
      service.clock.time += 1
      service.browser.apply(atOnce((await service.visitor()).commit()))
      assert.equal((await service.visitor()).expiresAt, START + 180 + 3600)
    })

    test('never throws, whatever the app put into the session, and says so in the log', async () => {
      const cycle: Record<string, unknown> = {}
      cycle.self = cycle
      let deep: unknown = 0
      for (let n = 0; n < 100_000; n++) deep = [deep]
      const fail = () => {
        throw new RangeError('own')
      }
      const bad: Record<string, unknown>[] = [
        cycle,
        { big: 1n },
        { deep },
        { toJSON: fail },
        { toJSON: () => undefined },
        { toJSON: () => 'text' },
      ]
      for (const data of bad) {
        const service = signedIn({ cart: ['book'] })
        service.clock.time += 1000
        const visitor = await service.visitor()
        Object.assign(visitor.session, data)
        service.browser.apply(atOnce(visitor.commit()))
        assert.match(service.log.text, /error the session data cannot be kept and was not written/)
        const next = await service.visitor()
        assert.deepEqual(next.session, { cart: ['book'] })
        assert.equal(next.expiresAt, START + 1000 + 3600)
      }
    })

    test('never throws for JSON of any kind, and reads it back', async () => {
      const service = serviceOf()
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
          service.keep(sessionOf({ login: loginOf() }))
          const visitor = await service.visitor()
          for (const [name, value] of Object.entries(data)) {
            Object.defineProperty(visitor.session, name, { value, enumerable: true })
          }
          const json = JSON.stringify(visitor.session)
          service.browser.apply(atOnce(visitor.commit()))
          if (json.length > 5000) return
          assert.equal(JSON.stringify((await service.visitor()).session), json)
        }),
        PROPERTY_RUNS,
      )
    })

    test('keeps the session as it was when it grows too large, and says how large', async () => {
      const service = signedIn({ cart: ['book'] })
      const visitor = await service.visitor()
      visitor.session.text = 'x'.repeat(20_000)
      assert.deepEqual(atOnce(visitor.commit()), [])
      assert.match(service.log.text, /error session_too_large.*"data":20027/)
      assert.deepEqual((await service.visitor()).session, { cart: ['book'] })
    })

    test('brings back no session that ended while the answer was made', async () => {
      const service = signedIn()
      const visitor = await service.visitor()
      visitor.session.late = true
      if (visitor.state) service.core.revocations.end(visitor.state)
      assert.deepEqual(atOnce(visitor.commit()), [])
    })
  })

  describe('check', () => {
    const status = async (visitor: RequestVisitor, access?: Access) =>
      (await visitor.check(access))?.status

    test('asks for a login by default, and lets through who has what is asked', async () => {
      const stranger = await serviceOf().visitor({ url: '/cart?a=1' })
      const reply = await stranger.check()
      assert.equal(reply?.status, 302)
      assert.deepEqual(reply?.headers[0], ['location', '/auth/login?returnTo=%2Fcart%3Fa%3D1'])
      assert.equal(await status(stranger, 'public'), undefined)
      const visitor = await signedIn().visitor()
      assert.equal(visitor.check(), undefined, 'synchronous')
      assert.equal(await status(visitor, { group: 'staff' }), undefined)
      assert.equal(await status(visitor, { group: 'admin' }), 403)
      assert.equal(await status(visitor, 'deny'), 403)
      assert.equal(await status(visitor, { maxAge: 0 }), undefined)
      assert.equal(await status(visitor, async () => false), 403)
    })

    test('refuses a requirement that says something unknown, each time', async () => {
      const visitor = await signedIn().visitor()
      const wrong = { groups: ['staff'] } as unknown as Access
      for (const _ of [1, 2]) {
        assert.equal(refusal(() => visitor.check(wrong)).code, 'invalid_config')
      }
      assert.equal(refusal(() => visitor.check('log-in' as Access)).code, 'invalid_config')
    })

    test('lets nobody in while the session cannot be read', async () => {
      const { core, request } = serviceOf()
      const fault = new HallpassError('provider_unavailable', 'keys', { retryAfter: 10 })
      const read = { state: undefined, present: true, rewrite: false }
      const visitor = new RequestVisitor(core, request(), read, fault)
      assert.equal((await visitor.check())?.status, 503)
      assert.equal(await visitor.check('public'), undefined)
      await assert.rejects(visitor.accessToken(), fault)
      assert.deepEqual(atOnce(visitor.commit()), [])
    })
  })
})
