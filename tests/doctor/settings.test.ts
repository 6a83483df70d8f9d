/** The checks of the settings themselves. */
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { planOf } from '../../src/cli/doctor/planned.ts'
import { settingsFindings } from '../../src/cli/doctor/settings/all.ts'
import { type Env, found, of, required } from './world.ts'

const GOOD = required('https://id.example', 'https://shop.example')
const folder = mkdtempSync(join(tmpdir(), 'hallpass-doctor-'))
after(() => rmSync(folder, { recursive: true }))

async function settings(
  more: Record<string, string | undefined>,
  file?: string,
): Promise<Finding[]> {
  return settingsFindings(await planOf({ ...GOOD, ...more }), file)
}

function written(name: string, text: string, mode: number): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

describe('settings', () => {
  test('that are right pass', async () => {
    const findings = await settings({})
    assert.deepEqual([...new Set(findings.map(({ result }) => result))], ['ok'])
    found(findings, 'settings.valid', 'ok')
    found(findings, 'settings.secrets', 'ok')
    found(findings, 'settings.open', 'ok', /1 rule, and for all other paths: public/)
    found(findings, 'settings.node', 'ok', /Node \d+/)
  })

  test('are told by name, all at once, without their values', async () => {
    const wrong: Env = {
      AGS_CLIENT_ISSUER: 'mailto:x',
      AGS_CLIENT_DEBUG: 'maybe',
      AGS_CLIENT_IDD: 'x',
    }
    const findings = of(
      await settings({ ...wrong, HALLPASS_BASE_URL: undefined }),
      'settings.valid',
    )
    const named = findings.map((one) => one.found.split(' ')[0]).sort()
    const expected = [
      'AGS_CLIENT_DEBUG',
      'AGS_CLIENT_IDD',
      'AGS_CLIENT_ISSUER',
      'HALLPASS_BASE_URL',
    ]
    assert.deepEqual(named, expected)
    assert.ok(findings.every(({ result }) => result === 'failed'))
    assert.doesNotMatch(JSON.stringify(findings), /mailto:x|maybe/)
  })

  test('of guard serve are read where there is one', async () => {
    const findings = await settings({ HALLPASS_UPSTREAM: 'http://127.0.0.1:9', HALLPASS_PORT: 'x' })
    found(findings, 'settings.valid', 'failed', /HALLPASS_PORT must be a number/)
    const circle = { HALLPASS_PORT: '8000', HALLPASS_UPSTREAM: 'http://127.0.0.1:8000' }
    found(await settings(circle), 'settings.valid', 'failed', /HALLPASS_UPSTREAM is the address of/)
  })

  test('of a config file are read, too', async () => {
    const file = written('hallpass.config.json', '{"default":"deny","rulez":[]}', 0o600)
    found(await settings({ HALLPASS_CONFIG: file }), 'settings.valid', 'failed', /rulez/)
    writeFileSync(file, '{"default":"login","rules":[{"path":"/","access":"public"}]}')
    const findings = await settings({ HALLPASS_CONFIG: file })
    found(findings, 'settings.open', 'ok', /2 rules, and for all other paths: login/)
  })
})

describe('secrets', () => {
  const SESSION = 'AGS_CLIENT_SESSION_SECRET'
  const cases: readonly [
    string,
    Record<string, string | undefined>,
    'failed' | 'warning',
    RegExp,
  ][] = [
    ['a stopgap', { AGS_CLIENT_SECRET: 'changeme' }, 'failed', /AGS_CLIENT_SECRET holds words/],
    [
      'the words of an example',
      { [SESSION]: 'make one with: hallpass keys new' },
      'failed',
      /is the words|holds words/,
    ],
    [
      'your-secret-goes-here',
      { [SESSION]: 'your-secret-goes-here-please' },
      'failed',
      /holds words/,
    ],
    ['one letter', { [SESSION]: 'a'.repeat(32) }, 'failed', /over and over.*keys new/],
    [
      'a short one',
      { AGS_CLIENT_SECRET: 'q7Zk2_wP' },
      'warning',
      /only 8 bytes.*provider make a new/,
    ],
    ['a stopgap written twice', { [SESSION]: 'changemechangemechangeme' }, 'failed', /holds words/],
    [
      'the sample of the documentation',
      { AGS_CLIENT_SECRET: 'the-secret-that-the-provider-gave' },
      'failed',
      /sample of the documentation/,
    ],
    ['a very short one', { AGS_CLIENT_SECRET: 'wrong' }, 'warning', /only 5 bytes/],
    ['none', { [SESSION]: undefined }, 'warning', /is not set.*keys new/],
    ['the client secret', { [SESSION]: GOOD.AGS_CLIENT_SECRET }, 'failed', /is the client secret/],
  ]
  for (const [name, more, result, words] of cases) {
    test(`${name} is no session or client secret`, async () => {
      const findings = await settings(more)
      const check = of(findings, 'settings.secrets').some((one) => one.result === result)
      found(findings, check ? 'settings.secrets' : 'settings.valid', result, words)
      for (const value of Object.values(more)) {
        if (value !== undefined) assert.ok(!JSON.stringify(findings).includes(value))
      }
    })
  }
})

describe('what is open', () => {
  test('is said', async () => {
    found(await settings({ HALLPASS_GUARD_MODE: 'off' }), 'settings.open', 'failed', /every page/)
    found(await settings({ HALLPASS_GUARD_MODE: 'report' }), 'settings.open', 'warning', /report/)
    found(await settings({ AGS_CLIENT_VERIFY_SSL: 'false' }), 'settings.open', 'warning', /anybody/)
    const flag = await settings({ AGS_CLIENT_FEATURE_FLAG_COOKIE: 'trial' })
    found(flag, 'settings.open', 'warning', /off at \/toggle-feature\/trial$|toggle-feature\/trial/)
  })
})

describe('files', () => {
  test('that all may read get a warning', async () => {
    const open = written('open-secret', 'the secret that the provider gave', 0o644)
    const own = written('own-secret', 'the secret that the provider gave', 0o640)
    const named = (file: string) => ({ AGS_CLIENT_SECRET: undefined, AGS_CLIENT_SECRET_FILE: file })
    found(
      await settings(named(open)),
      'settings.files',
      'warning',
      /open-secret \(mode 644\).*chmod 600/,
    )
    found(await settings(named(own)), 'settings.files', 'ok')
    const env = written('.env', '', 0o604)
    found(await settings({}, env), 'settings.files', 'warning', /\.env \(mode 604\)/)
    assert.deepEqual(of(await settings({}), 'settings.files'), [])
  })

  test('that are not there are a fault of the settings, and nobody is asked with them', async () => {
    const more = { AGS_CLIENT_SECRET: undefined, AGS_CLIENT_SECRET_FILE: join(folder, 'none') }
    const findings = await settings(more)
    found(findings, 'settings.valid', 'failed', /AGS_CLIENT_SECRET_FILE .*ENOENT/)
  })

  test('for the log are looked at, and not made', async () => {
    const log = { AGS_CLIENT_LOG_PATH: join(folder, 'no', 'such', 'log') }
    found(
      await settings(log),
      'settings.files',
      'failed',
      /cannot be written: there is no such file/,
    )
    const path = join(folder, 'new.log')
    assert.deepEqual(of(await settings({ AGS_CLIENT_LOG_PATH: path }), 'settings.files'), [])
    assert.throws(() => chmodSync(path, 0o600), /ENOENT/)
  })
})
