import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { NAMES, type Name, SECRET_NAMES, SERVE_NAMES } from './names.ts'
import { type GuardPlan, planGuard } from './plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-settings-'))
after(() => rmSync(folder, { recursive: true }))
const config = join(folder, 'guard.json')
writeFileSync(config, '{ "default": "deny", "upstreams": [{ "url": "http://127.0.0.1:8000" }] }')

const ENV: Readonly<Record<string, string>> = {
  AGS_CLIENT_ISSUER: 'https://id.example',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'the secret of the client',
  AGS_CLIENT_AUTHENTICATED_PATHS: 'account',
  AGS_CLIENT_SESSION_SECRET: 'the secret of the sessions',
  HALLPASS_BASE_URL: 'https://shop.example',
}

type Effect = readonly [value: string, of: (plan: GuardPlan) => unknown, effect: unknown]

/** What each name changes: a setting that does nothing would open a door that was shut. */
const EFFECTS: Readonly<Record<Name, Effect>> = {
  AGS_CLIENT_ISSUER: ['https://a.example', clientOf('issuer'), 'https://a.example'],
  AGS_CLIENT_ID: ['a', clientOf('clientId'), 'a'],
  AGS_CLIENT_SECRET: ['s', clientOf('clientSecret'), 's'],
  AGS_CLIENT_AUTHENTICATED_PATHS: ['a/*', ({ pass }) => pass.guard?.rules?.[0]?.path, '/a/*'],
  AGS_CLIENT_SIGN_OUT_PATH: ['bye', ({ pass }) => pass.routes?.logout, '/bye'],
  AGS_CLIENT_CALLBACK_PATH: ['back', ({ pass }) => pass.routes?.callback, '/back'],
  AGS_CLIENT_SESSION_COOKIE: ['c', sessionOf('name'), 'c'],
  AGS_CLIENT_SESSION_SECRET: [
    'another secret 16',
    ({ pass }) => pass.secrets[0],
    'another secret 16',
  ],
  AGS_CLIENT_DEBUG: ['TRUE', ({ settings }) => settings.debug, true],
  AGS_CLIENT_LOG_PATH: [join(folder, 'l'), ({ settings }) => settings.logPath, join(folder, 'l')],
  AGS_CLIENT_FEATURE_FLAG_COOKIE: ['f', ({ settings }) => settings.flag?.cookie, 'f'],
  AGS_CLIENT_FEATURE_FLAG_DEFAULT: ['False', ({ settings }) => settings.flag?.byDefault, false],
  AGS_CLIENT_VERIFY_SSL: ['False', ({ pass }) => typeof pass.fetch, 'function'],
  HALLPASS_CONFIG: [config, ({ pass }) => pass.guard?.default, 'deny'],
  HALLPASS_RULES: ['/b deny', ({ pass }) => pass.guard?.rules?.[0]?.access, 'deny'],
  HALLPASS_DEFAULT_ACCESS: ['login', ({ pass }) => pass.guard?.default, 'login'],
  HALLPASS_GUARD_MODE: ['report', ({ pass }) => pass.guard?.mode, 'report'],
  HALLPASS_BASE_URL: [
    'https://a.example, https://b.example',
    ({ pass }) => pass.baseUrl,
    ['https://a.example', 'https://b.example'],
  ],
  HALLPASS_TRUSTED_PROXIES: ['loopback', ({ pass }) => pass.trustedProxies?.join(), 'loopback'],
  HALLPASS_SCOPE: ['openid groups', clientOf('scope'), 'openid groups'],
  HALLPASS_GROUPS_CLAIM: ['roles', groupsClaimOf, 'roles'],
  HALLPASS_SESSION_IDLE: ['60', sessionOf('idle'), 60],
  HALLPASS_SESSION_ABSOLUTE: ['7200', sessionOf('absolute'), 7200],
  HALLPASS_SESSION_SECRET_OLD: [
    'the older secret',
    ({ pass }) => pass.secrets[1],
    'the older secret',
  ],
  HALLPASS_AFTER_SIGN_OUT: ['/bye', ({ settings }) => settings.afterSignOut, '/bye'],
  HALLPASS_SIGN_IN_PAGE: ['true', ({ pass }) => pass.signInPage, true],
  HALLPASS_THEME_NAME: ['Shop', ({ pass }) => pass.theme?.name, 'Shop'],
  HALLPASS_THEME_LOGO: ['/logo.svg', ({ pass }) => pass.theme?.logo, '/logo.svg'],
  HALLPASS_THEME_ACCENT: ['#123456', ({ pass }) => pass.theme?.accent, '#123456'],
  HALLPASS_THEME_ACCENT_DARK: ['#aabbcc', ({ pass }) => pass.theme?.accentDark, '#aabbcc'],
  HALLPASS_THEME_CONTACT: ['Room 1', ({ pass }) => pass.theme?.contact, 'Room 1'],
}

function clientOf(option: 'issuer' | 'clientId' | 'clientSecret' | 'scope') {
  return ({ pass }: GuardPlan): unknown => {
    const [provider] = [pass.login].flat()
    return provider?.resolve(undefined)[option]
  }
}

function sessionOf(option: 'name' | 'idle' | 'absolute') {
  return ({ pass }: GuardPlan): unknown => Reflect.get(pass.session ?? {}, option)
}

function groupsClaimOf({ pass }: GuardPlan): unknown {
  const [provider] = [pass.login].flat()
  return provider?.groupsClaim
}

describe('every name of the guard', () => {
  for (const name of NAMES) {
    test(`${name} does what it is for`, () => {
      const [value, of, effect] = EFFECTS[name]
      assert.notDeepEqual(of(planGuard(ENV)), effect)
      const plan = planGuard({ ...ENV, [name]: value })
      assert.deepEqual(plan.issues, [])
      assert.deepEqual(of(plan), effect)
    })

    test(`${name} may be empty, which is as if it were not there`, () => {
      const { [name]: _, ...without } = ENV
      const said = ({ issues }: GuardPlan) => JSON.stringify(issues)
      assert.equal(said(planGuard({ ...ENV, [name]: ' ' })), said(planGuard(without)))
    })
  }

  for (const name of SECRET_NAMES) {
    test(`${name} may be in a file`, () => {
      const file = join(folder, name)
      writeFileSync(file, `${EFFECTS[name][0]}\n`)
      const plan = planGuard({ ...ENV, [name]: undefined, [`${name}_FILE`]: file })
      assert.deepEqual(plan.issues, [])
      assert.equal(EFFECTS[name][1](plan), EFFECTS[name][0])
    })
  }

  for (const name of SERVE_NAMES) {
    test(`${name} is known, and for the server to read`, () => {
      const plan = planGuard({ ...ENV, [name]: 'some text' })
      assert.deepEqual(plan.issues, [])
      assert.equal(plan.reader.text(name), 'some text')
      const misspelt = planGuard({ ...ENV, [`${name}S`]: 'some text' })
      assert.deepEqual(misspelt.issues, [
        { path: `${name}S`, message: `is no setting: write ${name}` },
      ])
    })
  }
})

test('a colour may do without its #, which begins a comment in an env file', () => {
  const names = { HALLPASS_THEME_ACCENT: '1D6b4f', HALLPASS_THEME_ACCENT_DARK: '8fd4b8' }
  const { issues, pass } = planGuard({ ...ENV, ...names })
  assert.deepEqual(issues, [])
  assert.deepEqual(pass.theme, { accent: '#1D6b4f', accentDark: '#8fd4b8' })
})

describe('a plan', () => {
  test('is made of every environment, whatever is wrong with it', () => {
    const wrong = Object.fromEntries(NAMES.map((name) => [name, '\u0000(']))
    assert.ok(planGuard(wrong).issues.length > 15)
    assert.ok(planGuard({}).issues.length > 3)
    for (const options of [{ config: null }, { config: [] }, { logger: 1 }, { x: 1 }]) {
      assert.ok(planGuard(ENV, options as object).issues.length > 0, JSON.stringify(options))
    }
  })

  test('has the upstreams of the file', () => {
    const { config: found, issues } = planGuard({ ...ENV, HALLPASS_CONFIG: config })
    assert.deepEqual(issues, [])
    assert.deepEqual(found.upstreams, [{ url: 'http://127.0.0.1:8000' }])
  })
})
