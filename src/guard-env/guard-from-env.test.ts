import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { LoggedLines } from '../../tests/support/clock.ts'
import { NAVIGATION } from '../../tests/support/core-of.ts'
import { guardFromEnv } from './guard-from-env.ts'
import { NAMES } from './names.ts'
import type { GuardFromEnvOptions } from './options.ts'

const ENV: Readonly<Record<string, string>> = {
  AGS_CLIENT_ISSUER: 'https://id.example',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'the secret of the client',
  AGS_CLIENT_AUTHENTICATED_PATHS: 'account',
  AGS_CLIENT_SESSION_SECRET: 'the secret of the sessions',
  HALLPASS_BASE_URL: 'https://shop.example',
}
const folder = mkdtempSync(join(tmpdir(), 'hallpass-guard-'))
after(() => rmSync(folder, { recursive: true }))

function guard(
  env: Readonly<Record<string, string | undefined>> = {},
  options: GuardFromEnvOptions = {},
) {
  const log = new LoggedLines()
  return { log, pass: guardFromEnv({ ...ENV, ...env }, { logger: log, ...options }) }
}

/** What is wrong with an environment, a line each. */
function faults(env: Readonly<Record<string, string | undefined>>, options = {}): string[] {
  const error = refusal(() => guard(env, options))
  assert.equal(error.code, 'invalid_config')
  for (const issue of error.issues ?? []) assert.ok(error.message.includes(issue.path))
  return (error.issues ?? []).map(({ path, message }) => `${path} ${message}`)
}

async function kindAt(pass: ReturnType<typeof guardFromEnv>, url: string, cookie = '') {
  const decision = await pass.handle(exchangeOf({ url, headers: { ...NAVIGATION, cookie } }))
  return decision.kind === 'pass' ? 'pass' : decision.status
}

describe('guardFromEnv', () => {
  test('guards the paths that are named, and says nothing at the start of a good one', async () => {
    const { pass, log } = guard()
    assert.equal(await kindAt(pass, '/account'), 302)
    assert.equal(await kindAt(pass, '/about'), 'pass')
    assert.equal(log.text, '')
    assert.equal(pass.loginPath('/x'), '/_hallpass/login?returnTo=%2Fx')
    pass.close()
  })

  test('names everything that is missing at once', () => {
    const error = refusal(() => guardFromEnv({}))
    assert.deepEqual(error.issues?.map(({ path, message }) => `${path} ${message}`).sort(), [
      'AGS_CLIENT_AUTHENTICATED_PATHS is missing: name paths, or write HALLPASS_RULES or HALLPASS_DEFAULT_ACCESS',
      'AGS_CLIENT_ID is missing',
      'AGS_CLIENT_ISSUER is missing',
      'AGS_CLIENT_SECRET is missing',
      'HALLPASS_BASE_URL is missing',
    ])
    assert.match(error.message, / has 5 faults:\n/)
  })

  test('tells all faults of a bad environment together', () => {
    const found = faults({
      AGS_CLIENT_ISSUER: 'x',
      AGS_CLIENT_SECRET: undefined,
      AGS_CLIENT_SESSION_SECRET: 'short',
      HALLPASS_BASE_URL: 'x',
      AGS_CLIENT_DEBUG: 'x',
      AGS_CLIENT_NONE: 'x',
    })
    assert.equal(found.length, 6, found.join('\n'))
  })

  test('says in its own names what it says at the start', () => {
    const closed = { AGS_CLIENT_AUTHENTICATED_PATHS: '.*' }
    const { log } = guard({ ...closed, HALLPASS_THEME_LOGO: '/logo.svg?v=1' })
    const said = 'asks for a login, and visitors who are signed out do not see it'
    assert.equal(
      log.text.trim(),
      `warn HALLPASS_THEME_LOGO ${said}: add "/logo.svg public" to HALLPASS_RULES`,
    )
    const file = guard(closed, { config: { theme: { logo: '/logo.svg' } } })
    assert.match(file.log.text, /^warn HALLPASS_CONFIG: theme\.logo asks for a login/)
  })

  test('leaves the names of others alone', () => {
    guard({ HALLPASS_SECRET: 'x', HALLPASS_TEST_APP: 'x', PATH: 'x', AGS_CLIENT_NONE: undefined })
  })

  test('reads a secret from a file, and refuses one that is not there or is given twice', () => {
    const file = join(folder, 'secret')
    writeFileSync(file, 'a secret from a file of a container\n')
    const none = { AGS_CLIENT_SECRET: undefined, AGS_CLIENT_SESSION_SECRET: undefined }
    guard({ ...none, AGS_CLIENT_SECRET_FILE: file, AGS_CLIENT_SESSION_SECRET_FILE: file })
    assert.deepEqual(faults({ AGS_CLIENT_SECRET_FILE: file }), [
      'AGS_CLIENT_SECRET_FILE contradicts AGS_CLIENT_SECRET: give one of them',
    ])
    assert.deepEqual(faults({ ...none, AGS_CLIENT_SECRET_FILE: join(folder, 'no') }), [
      'AGS_CLIENT_SECRET_FILE names a file that cannot be read (ENOENT)',
    ])
    writeFileSync(file, '\n')
    assert.deepEqual(faults({ ...none, AGS_CLIENT_SECRET_FILE: file }), [
      'AGS_CLIENT_SECRET_FILE names a file with nothing in it',
    ])
  })

  test('makes a session secret where none is given, another each time, and warns once', async () => {
    const { log } = guard({ AGS_CLIENT_SESSION_SECRET: undefined })
    assert.equal(log.lines.length, 1)
    assert.match(log.text, /^warn AGS_CLIENT_SESSION_SECRET is not set: other processes/)
    assert.doesNotMatch(log.text, /HALLPASS_SECRET/)
  })

  test('says that it does not read the secret of the rest of hallpass', () => {
    const other = { HALLPASS_SECRET: 'a secret that is none of a guard' }
    const { log } = guard({ ...other, AGS_CLIENT_SESSION_SECRET: undefined })
    assert.match(log.text, /cookies \(HALLPASS_SECRET is not read by a guard\)$/m)
    assert.equal(guard(other).log.text, '')
  })

  test('default access: login and deny need no paths', async () => {
    const none = { AGS_CLIENT_AUTHENTICATED_PATHS: undefined }
    const login = guard({ ...none, HALLPASS_DEFAULT_ACCESS: 'login' }).pass
    assert.equal(await kindAt(login, '/about'), 302)
    assert.equal(await kindAt(login, '/sign-out'), 'pass', 'the page after the logout is no circle')
    const deny = guard({ HALLPASS_DEFAULT_ACCESS: 'deny' }).pass
    assert.equal(await kindAt(deny, '/about'), 403)
    assert.equal(await kindAt(deny, '/account'), 302)
  })

  test('mode off: everything passes, with nobody known, and one loud line', async () => {
    const { pass, log } = guard({
      HALLPASS_GUARD_MODE: 'off',
      AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'true',
    })
    assert.equal(log.lines.length, 1)
    assert.match(log.text, /^warn HALLPASS_GUARD_MODE is off: EVERY PAGE IS OPEN/)
    const paths = ['/account', '/sign-out', '/oidc_callback', '/toggle-feature/ags_client_active']
    for (const path of paths) assert.equal(await kindAt(pass, path), 'pass', path)
    const { user, groups, auth, provider, expiresAt } = await pass.visitor(exchangeOf())
    assert.deepEqual(
      [user, groups, auth, provider, expiresAt],
      [undefined, [], undefined, undefined, undefined],
    )
  })

  test('a visitor where the guard is off: what the app itself asks for, nobody has', async () => {
    const visitor = await guard({ HALLPASS_GUARD_MODE: 'off' }).pass.visitor(exchangeOf())
    assert.equal((await visitor.check())?.status, 401)
    assert.equal((await visitor.check({ group: 'ops' }))?.status, 401)
    assert.equal((await visitor.check('deny'))?.status, 403)
    assert.equal(await visitor.check('public'), undefined)
    assert.equal(refusal(() => visitor.check({ gruop: 'x' } as object)).code, 'invalid_config')
    assert.equal(refusal(() => visitor.consent).code, 'invalid_config')
    await assert.rejects(visitor.accessToken(), { code: 'no_access_token' })
  })

  test('an option that is misspelt or contradicts a setting is a fault', () => {
    assert.match(
      faults({}, { flg: () => true }).join(),
      /options\.flg is not an option: write flag/,
    )
    assert.match(faults({}, { flag: undefined }).join(), /options\.flag is missing/)
    const both = faults({ AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'true' }, { flag: () => true })
    assert.match(both.join(), /options\.flag contradicts/)
    const fetched = faults({ AGS_CLIENT_VERIFY_SSL: 'false' }, { fetch })
    assert.match(fetched.join(), /options\.fetch contradicts AGS_CLIENT_VERIFY_SSL/)
    const taken = faults({
      AGS_CLIENT_FEATURE_FLAG_COOKIE: 'x',
      AGS_CLIENT_SIGN_OUT_PATH: 'toggle-feature/x',
    })
    assert.match(taken.join(), /AGS_CLIENT_FEATURE_FLAG_COOKIE makes the path/)
  })

  test('a flag of the app decides, and only false takes the guard away', async () => {
    const at = (flag: GuardFromEnvOptions['flag']) =>
      kindAt(guard({}, flag && { flag }).pass, '/account', 'ags_client_active=0')
    assert.equal(await at(() => false), 'pass')
    assert.equal(await at(async () => false), 'pass')
    for (const answer of [true, undefined, 0, '', null, 'false']) {
      assert.equal(await at(() => answer as boolean), 302, String(answer))
      assert.equal(await at(async () => answer as boolean), 302, String(answer))
    }
    const { pass, log } = guard({}, { flag: () => Promise.reject(new Error('down')) })
    assert.equal(await kindAt(pass, '/account'), 302)
    assert.match(log.text, /error flag threw: the guard stays/)
    const thrower = guard(
      {},
      {
        flag: () => {
          throw new Error('down')
        },
      },
    )
    assert.equal(await kindAt(thrower.pass, '/account'), 302)
  })

  test('no environment opens a door: it is refused, or the path is guarded', async () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('true', 'false', '0', '1', 'a,b', '/', '*'))
    const harmless = NAMES.filter(
      (name) => !/LOG_PATH|AUTHENTICATED_PATHS|GUARD_MODE|FLAG/.test(name),
    )
    const env = fc.dictionary(fc.constantFrom(...harmless), value)
    const shut = async (given: Record<string, string>) => {
      try {
        assert.notEqual(await kindAt(guard(given).pass, '/account'), 'pass')
      } catch (error) {
        assert.equal((error as { code?: unknown }).code, 'invalid_config', String(error))
      }
    }
    await fc.assert(fc.asyncProperty(env, shut), PROPERTY_RUNS)
  })
})
