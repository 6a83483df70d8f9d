import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf, type Parts } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { NAVIGATION, optionsOf, serviceOf } from '../../tests/support/core-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import type { PathRules } from '../guard/rules.ts'
import { pathPattern } from '../guard-env/path-pattern.ts'
import { createHallpass } from './create.ts'

const RULES: PathRules = {
  default: 'public',
  mode: 'report',
  rules: [
    { path: '/account/*', access: 'login' },
    { path: pathPattern('staff(/.*)?'), access: { group: 'ops' } },
    { path: '/later', access: async () => false },
    { path: '/never', access: 'deny' },
  ],
}

function reporting(guard: PathRules = RULES) {
  const service = serviceOf()
  service.keep(sessionOf({ login: loginOf() }))
  const options = optionsOf({ guard, now: service.clock.now, logger: service.log })
  const pass = createHallpass(options)
  const ask = (url: string, parts: Parts = {}) =>
    pass.handle(exchangeOf({ url, headers: NAVIGATION, ...parts }))
  return { ask, log: service.log, cookie: service.browser.header }
}

describe('guard.mode report', () => {
  test('lets everybody through, and logs who would not have been', async () => {
    const { ask, log, cookie } = reporting()
    const known = { headers: { ...NAVIGATION, cookie } }
    const through = [
      await ask('/account/1?code=hush'),
      await ask('/staff/x', known),
      await ask('/later', known),
      await ask('/never', { method: 'POST' }),
      await ask('/x/%2e%2e/account'),
    ]
    for (const decision of through) {
      assert.ok(decision.kind === 'pass')
      assert.deepEqual(decision.headers, [])
    }
    assert.deepEqual(log.lines, [
      'warn would refuse: login_required {"method":"GET","path":"/account/1"}',
      'warn would refuse: forbidden {"method":"GET","path":"/staff/x"}',
      'warn would refuse: forbidden {"method":"GET","path":"/later"}',
      'warn would refuse: forbidden {"method":"POST","path":"/never"}',
      'warn would refuse: bad_path {"method":"GET","path":"/x/%2e%2e/account"}',
    ])
  })

  test('says nothing of whoever may go on, and knows who it is', async () => {
    const { ask, log, cookie } = reporting()
    const decision = await ask('/account', { headers: { ...NAVIGATION, cookie } })
    assert.ok(decision.kind === 'pass')
    assert.equal(decision.visitor.user?.sub, loginOf().user.sub)
    await ask('/about')
    assert.deepEqual(log.lines, [])
  })

  test('is enforced where it is not asked for, and no other word is taken', async () => {
    const { ask } = reporting({ ...RULES, mode: 'enforce' })
    assert.equal((await ask('/account')).kind, 'reply')
    const wrong = { ...RULES, mode: 'off' } as unknown as PathRules
    const error = refusal(() => reporting(wrong))
    assert.match(error.message, /guard\.mode: must be enforce or report/)
    const odd = { ...RULES, rules: [{ path: /x/, access: 'login' }] } as unknown as PathRules
    assert.match(
      refusal(() => reporting(odd)).message,
      /must be a path, or what pathPattern\(\) returns/,
    )
  })
})
