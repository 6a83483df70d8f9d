import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { planGuard } from './plan.ts'

const ENV: Readonly<Record<string, string>> = {
  AGS_CLIENT_ISSUER: 'https://id.example',
  AGS_CLIENT_ID: 'shop',
  AGS_CLIENT_SECRET: 'the secret of the client',
  AGS_CLIENT_AUTHENTICATED_PATHS: 'account',
  AGS_CLIENT_SESSION_SECRET: 'the secret of the sessions',
  HALLPASS_BASE_URL: 'https://shop.example',
}
const folder = mkdtempSync(join(tmpdir(), 'hallpass-refused-'))
after(() => rmSync(folder, { recursive: true }))

/** What is wrong with an environment, a line each. */
function faults(env: Readonly<Record<string, string>>): string[] {
  return planGuard({ ...ENV, ...env }).issues.map(({ path, message }) => `${path} ${message}`)
}

describe('a setting that is wrong', () => {
  const wrong: readonly [name: string, value: string, said: RegExp, named?: string][] = [
    ['AGS_CLIENT_ISSUER', 'http://id.example', /must be an https URL/],
    ['AGS_CLIENT_ISSUER', 'id.example', /must be an https URL/],
    ['AGS_CLIENT_ISSUER', ' ', /is missing/],
    ['AGS_CLIENT_ID', '', /is missing/],
    ['AGS_CLIENT_SECRET', '', /is missing/],
    ['AGS_CLIENT_AUTHENTICATED_PATHS', '', /is missing/],
    ['AGS_CLIENT_AUTHENTICATED_PATHS', 'a,(b', /path 2 is no regular expression/],
    ['AGS_CLIENT_SIGN_OUT_PATH', 'sign out', /must be a plain path such as sign-out/],
    ['AGS_CLIENT_SIGN_OUT_PATH', '../x', /must be a plain path such as sign-out/],
    ['AGS_CLIENT_SIGN_OUT_PATH', 'oidc_callback', /is the same path as/],
    ['AGS_CLIENT_CALLBACK_PATH', 'a?b', /must be a plain path such as sign-out/],
    ['AGS_CLIENT_SESSION_COOKIE', 'a;b', /must be letters, digits/],
    ['AGS_CLIENT_SESSION_SECRET', 'short', /has 5 bytes and needs at least 16/],
    [
      'AGS_CLIENT_SESSION_SECRET',
      'short',
      /`npx hallpass keys new --name AGS_CLIENT_SESSION_SECRET`/,
    ],
    [
      'AGS_CLIENT_SESSION_SECRET',
      '32-random-bytes-from-hallpass-keys-new',
      /is the sample of the documentation, which everybody knows: `npx hallpass keys new --name AGS_CLIENT_SESSION_SECRET`/,
    ],
    [
      'AGS_CLIENT_SECRET',
      'the-secret-that-the-provider-gave',
      /is the sample of the documentation, which everybody knows: write what the provider gave/,
    ],
    ['AGS_CLIENT_DEBUG', 'maybe', /must be true or false/],
    ['AGS_CLIENT_LOG_PATH', join(folder, 'none', 'x.log'), /cannot be written \(ENOENT\)/],
    ['AGS_CLIENT_FEATURE_FLAG_COOKIE', 'a b', /must be letters, digits/],
    ['AGS_CLIENT_FEATURE_FLAG_COOKIE', 'ags_client_session', /is the name of the session cookie/],
    ['AGS_CLIENT_FEATURE_FLAG_DEFAULT', 'on', /must be true or false/],
    ['AGS_CLIENT_VERIFY_SSL', 'no', /must be true or false/],
    ['HALLPASS_BASE_URL', 'http://shop.example', /https/],
    ['HALLPASS_BASE_URL', 'shop', /./],
    ['HALLPASS_BASE_URL', ',', /is missing/],
    [
      'HALLPASS_BASE_URL',
      'https://shop.example,https://a.example/b',
      /address 2 must not have a path/,
    ],
    ['HALLPASS_BASE_URL', 'https://shop.example, http://localhost', /mixes http and https/],
    ['HALLPASS_TRUSTED_PROXIES', 'loopback,nobody', /must be an address/],
    ['HALLPASS_DEFAULT_ACCESS', 'open', /must be public, login or deny/],
    ['HALLPASS_DEFAULT_ACCESS', 'lgin', /must be public, login or deny: write login$/],
    ['HALLPASS_GUARD_MODE', 'Off', /must be enforce, report or off/],
    ['AGS_CLIENT_PATHS', 'x', /is no setting/],
    ['AGS_CLIENT_AUTHENTICATED_PATH', 'x', /is no setting: write AGS_CLIENT_AUTHENTICATED_PATHS/],
    ['AGS_CLIENT_ISUER', 'x', /is no setting: write AGS_CLIENT_ISSUER/],
    ['HALLPASS_GUARD_MOD', 'off', /is no setting: write HALLPASS_GUARD_MODE/],
    ['HALLPASS_GUARD_ANYTHING', 'x', /is no setting: the settings are HALLPASS_CONFIG, /],
    ['HALLPASS_DEFAULT_ACESS', 'deny', /is no setting: write HALLPASS_DEFAULT_ACCESS/],
    ['HALLPASS_RULE', '/x deny', /is no setting: write HALLPASS_RULES/],
    ['HALLPASS_DENY', '/x', /is no setting: who gets in is said in HALLPASS_RULES, /],
    ['HALLPASS_MODE', 'enforce', /is no setting: who gets in is said in HALLPASS_RULES, /],
    ['HALLPASS_DEFAULT', 'deny', /is no setting: who gets in is said in HALLPASS_RULES, /],
    ['HALLPASS_PROTECTED_PATHS', '/x', /is no setting: who gets in is said in HALLPASS_RULES, /],
    ['hallpass_rules', '/x deny', /is no setting: write HALLPASS_RULES/],
    ['ags_client_issuer', 'x', /is no setting: write AGS_CLIENT_ISSUER/],
    ['HALLPASS_RULES_FILE', 'rules.txt', /is no setting: the setting is HALLPASS_RULES/],
    ['HALLPASS_CONFIGS', 'x', /is no setting: write HALLPASS_CONFIG/],
    ['HALLPASS_SESSION_SECRET', 'x', /is no setting: write AGS_CLIENT_SESSION_SECRET/],
    ['HALLPASS_SESSION_LENGTH', 'x', /is no setting: the settings are HALLPASS_CONFIG, /],
    ['HALLPASS_UPSTREAMS', 'x', /is no setting: write HALLPASS_UPSTREAM/],
    ['AGS_CLIENT_BASE_URL', 'x', /is no setting: write HALLPASS_BASE_URL/],
    [
      'HALLPASS_CONFIG',
      'none.config.ts',
      /names a file that cannot be read \(ENOENT\), relative to /,
    ],
    ['HALLPASS_RULES', '/x opened', /rule 1 must ask for public, login, deny/],
    ['HALLPASS_RULES', '/x/../y login', /rule 1 must be a plain path/],
    ['HALLPASS_RULES', '/x login\n/X/ deny', /rule 2 is never reached: HALLPASS_RULES rule 1/],
    ['HALLPASS_RULES', '/account public', /is never reached: HALLPASS_RULES rule 1/, 'account'],
    ['HALLPASS_SCOPE', 'profile email', /must contain openid/],
    ['HALLPASS_SCOPE', '"openid groups"', /has quotes around its value, .*: leave them out/],
    ['HALLPASS_GUARD_MODE', "'off'", /has quotes around its value/],
    ['HALLPASS_RULES', ' "/staff/* group=staff" ', /has quotes around its value/],
    ['AGS_CLIENT_SECRET', '"hunter2hunter2"', /has quotes around its value/],
    ['HALLPASS_SESSION_IDLE', '1h', /must be a whole number of seconds/],
    ['HALLPASS_SESSION_IDLE', '0', /must be at least 1 second/],
    ['HALLPASS_SESSION_ABSOLUTE', '99999999', /must be at most 34560000 seconds/],
    ['HALLPASS_SESSION_SECRET_OLD', 'short', /has 5 bytes and needs at least 16/],
    ['HALLPASS_AFTER_SIGN_OUT', 'https://evil.example/', /must be a path of the app/],
    ['HALLPASS_AFTER_SIGN_OUT', '//evil.example', /must be a path of the app/],
    ['HALLPASS_AFTER_SIGN_OUT', '/./sign-out', /must be a path of the app/],
    ['HALLPASS_AFTER_SIGN_OUT', '/account/', /is no public page/],
    ['HALLPASS_AFTER_SIGN_OUT', '/oidc_callback', /is the path of another route/],
    ['HALLPASS_THEME_ACCENT', 'cornflower', /#/],
    ['HALLPASS_THEME_LOGO', 'http://x.example/l', /./],
    ['HALLPASS_SIGN_IN_PAGE', 'yes', /must be true or false/],
  ]
  for (const [name, value, said, paths] of wrong) {
    const named = paths === undefined ? name : 'AGS_CLIENT_AUTHENTICATED_PATHS'
    test(`is named and not quoted: ${name}=${JSON.stringify(value)}`, () => {
      const found = faults({ [name]: value })
      assert.equal(found.length, 1, found.join('\n'))
      assert.ok(found[0]?.startsWith(`${named} `), found[0])
      assert.match(found[0] ?? '', said)
      if (value.trim().length > 6 && value !== 'oidc_callback') {
        assert.ok(!found[0]?.replace(name, '').includes(value))
      }
    })
  }
})
