/** `hallpass guard serve`: what it says at the start, and where its settings come from. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GuardProgram, SETTINGS, stopped } from './serve-program.ts'
import { upstream } from './serve-upstream.ts'
import { world } from './serve-world.ts'

const NOT_UP = 'http://127.0.0.1:9'

describe('hallpass guard serve', () => {
  const program = new GuardProgram()

  test('says where it is, what it guards and what must be registered, and ends with 0', async (t) => {
    const app = await upstream(t)
    const guard = await program.serve({}, '--upstream', app.url)
    const { status, stderr, stdout } = await stopped(guard)
    assert.equal(status, 0)
    const port = new URL(guard.url).port
    assert.equal(guard.base, `http://localhost:${port}`)
    assert.equal(
      stderr,
      `The guard is running

  Address  http://localhost:${port}
  Guards   2 rules; all else is open
  App      ${app.url}
  Status   http://127.0.0.1:${port}/_status/check

Registered at the provider there must be:
  redirect URI              http://localhost:${port}/oidc_callback
  post-logout redirect URI  http://localhost:${port}/sign-out


Stopping: requests that run may end. Ctrl-C once more stops at once.
`,
    )
    for (const line of stdout.trimEnd().split('\n')) assert.match(JSON.parse(line).time, /^\d{4}-/)
  })

  test('says what an operator should not find out later', async () => {
    const settings = {
      HALLPASS_BASE_URL: 'https://app.example',
      HALLPASS_DEFAULT_ACCESS: 'login',
      HALLPASS_UPSTREAM: NOT_UP,
      AGS_CLIENT_FEATURE_FLAG_COOKIE: 'trial',
      AGS_CLIENT_SESSION_SECRET: '',
    }
    const guard = await program.serve(settings, '--metrics-port', '0')
    const { stderr } = await stopped(guard)
    assert.match(stderr, /^ {2}Address {5}https:\/\/app\.example$/m)
    assert.match(stderr, /^ {2}Listens on {2}http:\/\/127\.0\.0\.1:\d+$/m)
    assert.match(stderr, /^ {2}Guards {6}2 rules; all else: login$/m)
    assert.match(stderr, /^ {2}App {9}http:\/\/127\.0\.0\.1:9 \(DOES NOT ANSWER\)$/m)
    assert.ok(stderr.includes(`  Metrics     ${guard.metrics}\n`))
    assert.match(stderr, /Warning: any visitor can switch the guard off .*toggle-feature\/trial/)
    assert.match(stderr, /Warning: AGS_CLIENT_SESSION_SECRET is not set/)
  })

  test('says that it listens everywhere, where it does', async () => {
    const settings = { HALLPASS_BASE_URL: 'https://app.example', HALLPASS_HOST: '0.0.0.0' }
    const guard = await program.serve(settings, '--upstream', NOT_UP)
    assert.match(guard.url, /^http:\/\/0\.0\.0\.0:\d+$/)
    const { stderr } = await stopped(guard)
    assert.ok(stderr.includes(`  Listens on  ${guard.url}\n`), stderr)
    const here = guard.url.replace('0.0.0.0', '127.0.0.1')
    assert.ok(stderr.includes(`  Status      ${here}/_status/check\n`), stderr)
  })

  test('takes its settings from an env file; the environment comes first', async (t) => {
    const app = await upstream(t)
    const lines = Object.entries({ ...SETTINGS, HALLPASS_UPSTREAM: NOT_UP }).map(
      ([name, value]) => `${name}="${value}"`,
    )
    const file = program.file('guard.env', `# a comment\n${lines.join('\n')}\n`)
    const guard = await program.serveAlone({ HALLPASS_UPSTREAM: app.url }, '--env-file', file)
    assert.equal(await (await fetch(`${guard.url}/open`)).text(), 'app at /open')
    assert.equal((await stopped(guard)).status, 0)
  })

  test('without an address of its own a login works on localhost', async (t) => {
    const { guard, browser, app, provider } = await world(t, program)
    const page = await browser.visit(`${guard.base}/account?tab=orders`)
    assert.equal(page.body, 'app at /account?tab=orders')
    assert.equal(app.seen.at(-1)?.headers['x-forwarded-user'], 'alice')
    assert.deepEqual(provider.complaints, [])
    assert.equal((await stopped(guard)).status, 0)
  })

  test('two at once, each with its own port', async (t) => {
    const app = await upstream(t)
    const settings = { HALLPASS_UPSTREAM: app.url }
    const guards = await Promise.all([program.serve(settings), program.serve(settings)])
    for (const { url } of guards) {
      assert.equal((await fetch(`${url}/account`, { redirect: 'manual' })).status, 401)
      assert.equal(await (await fetch(url)).text(), 'app at /')
    }
    for (const guard of guards) assert.equal((await stopped(guard)).status, 0)
  })

  test('--help names the options and the settings', async () => {
    const { status, stdout } = await program.run({}, '--help')
    assert.equal(status, 0)
    assert.match(stdout, /^Usage: hallpass guard serve/)
    assert.match(stdout, /--forward-auth .*--env-file .*HALLPASS_ACCESS_LOG/s)
  })
})
