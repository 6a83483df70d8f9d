/** `hallpass doctor` as a program: what it prints, its status, bad usage, and what it never does. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { doctor, doctorInTerminal } from './program.ts'
import { CLIENT, open, required } from './world.ts'

/** What begins a colour. */
const ESCAPE = '\u001b'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-doctor-'))
after(() => rmSync(folder, { recursive: true }))

function envFile(name: string, env: Readonly<Record<string, string>>): string {
  const file = join(folder, name)
  const lines = Object.entries(env).map(([key, value]) => `${key}="${value}"\n`)
  writeFileSync(file, lines.join(''), { mode: 0o600 })
  return file
}

describe('hallpass doctor', () => {
  test('prints a line for each check, and ends with 0 when all is well', async (t) => {
    const { env } = await open(t)
    const { status, stdout, stderr } = await doctor({}, '--env-file', envFile('good', env))
    assert.equal(stderr, '')
    assert.equal(status, 0, stdout)
    assert.match(stdout, /^✓ settings\.valid: .*\n✓ settings\.secrets: /)
    assert.match(stdout, /\nNothing of \d+ would fail; 1 to know of\.\n$/)
    assert.ok(!stdout.includes('✗') && !stdout.includes(ESCAPE))
  })

  test('says what would fail, what to do, and ends with 1', async (t) => {
    const { env, provider } = await open(t)
    provider.clients = [{ ...CLIENT, redirectUris: [] }]
    const { status, stdout } = await doctor({ ...env, AGS_CLIENT_SECRET: 'not that of the client' })
    assert.equal(status, 1)
    assert.match(stdout, /\n✗ client\.secret: .*\n {4}Compare AGS_CLIENT_ID and AGS_CLIENT_SECRET/)
    assert.match(stdout, /\n✗ client\.redirect-uri: .*\n {4}Register http/)
    assert.match(stdout, /\n2 of \d+ would fail/)
  })

  test('prints JSON of one shape', async (t) => {
    const { env } = await open(t)
    const { status, stdout } = await doctor(env, '--json')
    assert.equal(status, 0)
    const { version, ok, checks, notChecked } = JSON.parse(stdout)
    assert.deepEqual([version, ok, notChecked], [1, true, []])
    for (const one of checks) {
      assert.deepEqual(Object.keys(one), ['check', 'result', 'found', 'fix'])
      assert.match(one.result, /^(?:ok|warning|failed)$/)
    }
  })

  test('asks nobody with --no-network', async (t) => {
    const { env, provider } = await open(t)
    const { status, stdout } = await doctor(env, '--no-network')
    assert.equal(status, 0)
    assert.equal(provider.calls.length, 0)
    assert.match(stdout, /Not checked: provider\.reach, /)
  })

  test('reads the config file that --config names', async (t) => {
    const file = join(folder, 'hallpass.config.json')
    writeFileSync(file, '{"default":"login"}')
    const { AGS_CLIENT_AUTHENTICATED_PATHS: _, ...env } = (await open(t)).env
    const { stdout } = await doctor(env, '--no-network', '--config', file)
    assert.match(stdout, /✓ settings\.open: 0 rules, and for all other paths: login/)
  })

  test('what the environment has comes before what the file has', async (t) => {
    const { env } = await open(t)
    const file = envFile('mode', { ...env, HALLPASS_GUARD_MODE: 'off' })
    const { stdout } = await doctor(
      { HALLPASS_GUARD_MODE: 'report' },
      '--no-network',
      '--env-file',
      file,
    )
    assert.match(stdout, /! settings\.open: HALLPASS_GUARD_MODE is report/)
  })
})

describe('hallpass doctor on a bad day', () => {
  test('refuses what makes no sense with status 2', async () => {
    for (const args of [['now'], ['--timeout', '0'], ['--colour'], ['--config=']]) {
      const { status, stdout, stderr } = await doctor({}, ...args)
      assert.deepEqual([status, stdout], [2, ''])
      assert.match(stderr, /^hallpass: .*\nRun "hallpass doctor --help"/)
    }
    assert.match((await doctor({}, '--help')).stdout, /^Usage: hallpass doctor/)
  })

  test('an env file that cannot be read is no empty one', async () => {
    for (const file of [join(folder, 'none'), folder]) {
      const { status, stdout, stderr } = await doctor({}, '--env-file', file)
      assert.ok(status > 1, `${status}`)
      assert.equal(stdout, '')
      assert.ok(stderr.includes(file), stderr)
    }
  })

  test('without any settings names all that are missing', async () => {
    const { status, stdout } = await doctor({})
    assert.equal(status, 1)
    for (const name of ['ISSUER', 'ID', 'SECRET']) {
      assert.match(stdout, new RegExp(`✗ settings\\.valid: AGS_CLIENT_${name} is missing`))
    }
    assert.match(stdout, /✗ settings\.valid: HALLPASS_BASE_URL is missing/)
  })

  test('without a network says so of both sides, and ends', async () => {
    const env = required('https://id.invalid', 'https://shop.invalid')
    const { status, stdout } = await doctor(env, '--timeout', '2')
    assert.equal(status, 1)
    assert.match(
      stdout,
      /✗ provider\.reach: (?:the name )?id\.invalid (?:is not known|did not answer)/,
    )
    assert.match(
      stdout,
      /✗ public\.reach: (?:the name )?shop\.invalid (?:is not known|did not answer)/,
    )
    assert.match(stdout, /Not checked: provider\.discovery, /)
  })

  test('ends in time when everything hangs', async (t) => {
    const { env, provider } = await open(t, {}, false)
    provider.slow.metadata = 600
    const { status, stdout } = await doctor(env, '--timeout', '1')
    assert.equal(status, 1)
    assert.match(stdout, /✗ provider\.reach: .* did not answer in time/)
  })

  test('prints no secret, whatever is wrong', async (t) => {
    const { env, provider } = await open(t)
    const echo = JSON.stringify({ error: CLIENT.secret, error_description: CLIENT.secret })
    provider.instead.token = () => ({ status: 400, body: echo })
    provider.instead.authorize = () => ({ status: 400, body: echo })
    for (const more of [{}, { AGS_CLIENT_SESSION_SECRET: 'short' }, { HALLPASS_BASE_URL: 'x' }]) {
      for (const args of [[], ['--json']]) {
        const { stdout, stderr } = await doctor({ ...env, ...more }, ...args)
        for (const secret of [CLIENT.secret, env.AGS_CLIENT_SESSION_SECRET ?? '']) {
          assert.ok(!(stdout + stderr).includes(secret))
        }
      }
    }
  })

  test('writes nothing', async (t) => {
    const { env } = await open(t)
    const before = readdirSync(folder)
    await doctor({ ...env, AGS_CLIENT_LOG_PATH: join(folder, 'guard.log') })
    assert.deepEqual(readdirSync(folder), before)
  })
})

describe('hallpass doctor in a terminal', () => {
  test('has colours, and says what it waits for', async (t) => {
    const { env, provider } = await open(t)
    provider.slow.metadata = 1
    const { stdout } = await doctorInTerminal({ ...env, TERM: 'xterm' })
    const sign = `${ESCAPE}[32m✓${ESCAPE}[39m`
    const cleared = `\r${ESCAPE}[K`
    assert.ok(stdout.startsWith(`${sign} settings.valid`), stdout)
    assert.ok(stdout.includes(`${cleared}Asking the provider …`), stdout)
    assert.ok(stdout.includes(`${cleared}${sign} provider.reach`), stdout)
  })

  test('has none with NO_COLOR', async (t) => {
    const { env } = await open(t)
    const { stdout } = await doctorInTerminal(
      { ...env, TERM: 'xterm', NO_COLOR: '1' },
      '--no-network',
    )
    assert.match(stdout, /^✓ settings\.valid/)
    assert.ok(!stdout.includes(`${ESCAPE}[3`))
  })
})
