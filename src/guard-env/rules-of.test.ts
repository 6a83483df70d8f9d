import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { LoggedLines } from '../../tests/support/clock.ts'
import { NAVIGATION } from '../../tests/support/core-of.ts'
import type { GuardConfig } from './config.ts'
import { guardFromEnv } from './guard-from-env.ts'
import { planGuard } from './plan.ts'

const ENV: Readonly<Record<string, string>> = {
  AGS_CLIENT_ISSUER: 'https://id.example',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'the secret of the client',
  AGS_CLIENT_SESSION_SECRET: 'the secret of the sessions',
  HALLPASS_BASE_URL: 'https://shop.example',
}

type Settings = Readonly<Record<string, string>>

/** What is wrong, a line each. */
function faults(env: Settings, config?: GuardConfig): string[] {
  const plan = planGuard({ ...ENV, ...env }, config && { config })
  return plan.issues.map(({ path, message }) => `${path} ${message}`)
}

/** `open`, or the status of the refusal of who is not signed in. */
async function at(env: Settings, config: GuardConfig | undefined, url: string, method = 'GET') {
  const logger = new LoggedLines()
  const pass = guardFromEnv({ ...ENV, ...env }, { logger, ...(config && { config }) })
  const decision = await pass.handle(exchangeOf({ url, method, headers: NAVIGATION }))
  pass.close()
  return decision.kind === 'pass' ? 'open' : decision.status
}

describe('rules from everywhere', () => {
  test('are asked in this order: HALLPASS_RULES, the file, the paths of ags_client, the default', async () => {
    const env = {
      HALLPASS_RULES: '/account/help public; /a deny',
      AGS_CLIENT_AUTHENTICATED_PATHS: 'account/*,b',
      HALLPASS_DEFAULT_ACCESS: 'public',
    }
    const config: GuardConfig = {
      rules: [
        { pattern: '/account/:id(\\d+)', access: 'deny' },
        { regex: 'secret-\\w+', access: 'login' },
        { path: '/form', methods: ['POST'], access: 'login' },
      ],
    }
    assert.equal(await at(env, config, '/account/help'), 'open')
    assert.equal(await at(env, config, '/a'), 403)
    assert.equal(await at(env, config, '/account/7'), 403)
    assert.equal(await at(env, config, '/account/x'), 302)
    assert.equal(await at(env, config, '/secret-x'), 302)
    assert.equal(await at(env, config, '/form'), 'open')
    assert.equal(await at(env, config, '/form', 'POST'), 303)
    assert.equal(await at(env, config, '/b'), 302)
    assert.equal(await at(env, config, '/other'), 'open')
  })

  test('one word shuts everything that no rule names', async () => {
    for (const [env, config] of [
      [{ HALLPASS_DEFAULT_ACCESS: 'deny', HALLPASS_RULES: '/about public' }, undefined],
      [{}, { default: 'deny', rules: [{ path: '/about', access: 'public' }] }],
    ] as const) {
      assert.equal(await at(env, config, '/about'), 'open')
      assert.equal(await at(env, config, '/'), 403)
      assert.equal(await at(env, config, '/about/x'), 403)
    }
  })

  test('a path that is encoded wrongly is no path', async () => {
    for (const url of ['/a%', '/a%zz', '/a%ff', '/a%00', '/a%c0%ae']) {
      assert.equal(await at({ HALLPASS_DEFAULT_ACCESS: 'login' }, undefined, url), 400, url)
      assert.equal(await at({ HALLPASS_RULES: '~.* login' }, undefined, url), 400, url)
    }
  })

  test('no rule at all is a fault where the default is public, and nowhere else', () => {
    const missing = [
      'AGS_CLIENT_AUTHENTICATED_PATHS is missing: name paths, or write HALLPASS_RULES or HALLPASS_DEFAULT_ACCESS',
    ]
    assert.deepEqual(faults({}), missing)
    assert.deepEqual(faults({}, { default: 'public' }), missing)
    assert.deepEqual(faults({}, { rules: [] }), missing)
    assert.deepEqual(faults({}, { default: 'login' }), [])
    assert.deepEqual(faults({}, { default: { group: 'staff' } }), [])
    assert.deepEqual(faults({ HALLPASS_RULES: '/a login' }), [])
    assert.deepEqual(faults({}, { rules: [{ path: '/a', access: 'login' }] }), [])
    assert.equal(faults({ HALLPASS_RULES: '/a' }).length, 1, 'one fault is enough')
  })

  test('a default that is given twice is a fault', () => {
    assert.deepEqual(faults({ HALLPASS_DEFAULT_ACCESS: 'login' }, { default: 'deny' }), [
      'HALLPASS_DEFAULT_ACCESS contradicts options.config.default: give one of them',
    ])
  })

  test('a theme that cannot be is named by where it was given', () => {
    const rules = [{ path: '/a', access: 'login' }] as const
    const [said = ''] = faults({}, { rules, theme: { accent: 'blue' } })
    assert.match(said, /^options\.config\.theme\.accent /)
    assert.deepEqual(
      faults({ HALLPASS_THEME_NAME: 'A' }, { rules, theme: { name: 'B', contact: 'C' } }),
      ['HALLPASS_THEME_NAME contradicts options.config.theme.name: give one of them'],
    )
  })

  test('every fault of every rule of a file is named', () => {
    const rules = [
      { path: '/a', pattern: '/a', access: 'login' },
      { access: 'login' },
      { pattern: '/:a/:a', access: 'open' },
      { regex: '(', access: { gruop: 'x' } },
      { path: '/b*c', access: 'login', methods: ['GTE', 'get'] },
      { path: '/c', access: 'login', methods: [] },
      { path: '/d', access: undefined },
      { regex: '', access: 'login' },
    ]
    const where = 'options.config.rules'
    assert.deepEqual(faults({}, { default: 'opne', rules } as never).sort(), [
      `options.config.default must be 'public', 'login', 'deny', a requirement or a function`,
      `${where}[0] has path and pattern: give one of them`,
      `${where}[1] has no path, pattern or regex`,
      `${where}[2].access must be 'public', 'login', 'deny', a requirement or a function`,
      `${where}[2].pattern has a name twice`,
      `${where}[3].access.gruop is not an option: write group`,
      `${where}[3].regex is no regular expression that RE2 takes (missing closing ))`,
      `${where}[4].methods has a method that is none: write GET`,
      `${where}[4].path must be a plain path such as /about, or end in /* such as /account/*`,
      `${where}[5].methods must name a method`,
      `${where}[6].access is missing`,
      `${where}[7].regex must not be empty`,
    ])
  })
})

describe('a rule that nothing reaches', () => {
  const covered: readonly [text: string, never: number][] = [
    ['/a login; /a deny', 2],
    ['/a login; /A/ login', 2],
    ['/a/* public; /a/b/c login', 2],
    ['/a/* public; /a login', 2],
    ['/a/* public; /a/b/* login', 2],
    ['/* login; /a/:b public', 2],
    ['/x login; /a/:id login; /a/7 public', 3],
    ['~/a/.* login; ~/a/.* public', 2],
    ['GET,POST /a login; HEAD /a public', 2],
    ['GET,POST /a login; POST,GET /a public', 2],
  ]
  for (const [text, never] of covered) {
    test(`is a fault: ${text}`, () => {
      const [found = '', ...others] = faults({ HALLPASS_RULES: text })
      assert.ok(
        found.startsWith(`HALLPASS_RULES rule ${never} is never reached: HALLPASS_RULES rule `),
        found,
      )
      assert.deepEqual(others, [])
    })
  }

  for (const text of [
    '/a/b public; /a/* login',
    '/a login; /a/* public',
    'GET /a public; /a login',
    'POST /a public; GET /a login',
    '/a/* login; /ab public',
    '/a/:id login; /a/* public',
    '~/a/\\d login; ~/a/\\D public',
  ]) {
    test(`is none of these: ${text}`, () => {
      assert.deepEqual(faults({ HALLPASS_RULES: text }), [])
    })
  }

  test('in a file is named by its place, and by what covers it', () => {
    const rules = [{ path: '/a/*', access: 'login' }] as const
    assert.deepEqual(faults({ HALLPASS_RULES: '/* deny' }, { rules }), [
      'options.config.rules[0] is never reached: HALLPASS_RULES rule 1 decides first for all of it. Put it above that one, or take it away',
    ])
  })

  test('may be a path of ags_client that a rule asks more of, and not one that a rule opens', () => {
    const paths = { AGS_CLIENT_AUTHENTICATED_PATHS: 'a,a,a/*' }
    assert.deepEqual(faults(paths), [])
    assert.deepEqual(faults({ ...paths, HALLPASS_RULES: '/a group=staff' }), [])
    assert.equal(faults({ ...paths, HALLPASS_RULES: '/a public' }).length, 1)
    const error = refusal(() => guardFromEnv({ ...ENV, ...paths, HALLPASS_RULES: '/* public' }))
    assert.match(error.message, /AGS_CLIENT_AUTHENTICATED_PATHS: is never reached/)
  })
})
