/** What an operator sees of the guard: the access log, the metrics, the status. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { GuardProgram, type Running, SETTINGS, stopped } from './serve-program.ts'
import { upstream } from './serve-upstream.ts'
import { SECRETS, world } from './serve-world.ts'

/** The lines of the access log. */
const requests = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ message }) => message === 'request')

const status = async ({ url }: Running) => {
  const answer = await fetch(`${url}/_status/check`)
  return [answer.status, await answer.json()]
}

describe('the access log', () => {
  const program = new GuardProgram()

  test('has a line for each request, and no secret in any', async (t) => {
    const { guard, browser, app, provider } = await world(t, program)
    await browser.visit(`${guard.base}/account?token=hunter2`)
    await fetch(`${guard.url}/open?q=hunter2`, { headers: { authorization: 'Bearer hunter2' } })
    await fetch(`${guard.url}/admin/x`, { redirect: 'manual' })
    const cookies = Object.values(browser.jar.at(guard.base))
    const { stdout, stderr } = await stopped(guard)
    const lines = requests(stdout)
    const told = lines.map(({ path, status: code, upstream: by, reason }) =>
      [path, code, by === app.url ? 'app' : by, reason].filter(Boolean).join(' '),
    )
    // Two that end at once may be written in either order.
    assert.deepEqual(told.sort(), [
      '/_hallpass/login 302',
      '/account 200 app',
      '/account 302 login_required',
      '/admin/x 401 login_required',
      '/oidc_callback 302',
      '/open 200 app',
    ])
    for (const line of lines) {
      assert.equal(line.client, '127.0.0.1')
      assert.equal(line.user, undefined)
      assert.ok(line.ms >= 0)
    }
    const page = lines.find(({ path, status: code }) => path === '/account' && code === 200)
    assert.equal(page.bytes, 'app at /account?token=hunter2'.length)
    assert.ok(cookies.length > 0 && provider.secrets.size > 0)
    for (const secret of [...SECRETS, ...provider.secrets, ...cookies, 'hunter2']) {
      assert.ok(!stdout.includes(secret) && !stderr.includes(secret))
    }
  })

  test('names the users only where that was asked for, and can be off', async (t) => {
    const rules = '/staff/* group=nobody-is-in-this-one'
    const named = await world(t, program, { HALLPASS_ACCESS_LOG: 'users', HALLPASS_RULES: rules })
    await named.browser.visit(`${named.guard.base}/account`)
    await named.browser.visit(`${named.guard.base}/staff/x`)
    const lines = requests((await stopped(named.guard)).stdout)
    const ofUsers = lines.filter(({ user }) => user === 'alice')
    assert.deepEqual(
      ofUsers.map(({ path, status: code }) => [path, code]),
      [
        ['/account', 200],
        ['/staff/x', 403],
      ],
    )
    const app = await upstream(t)
    const settings = { HALLPASS_UPSTREAM: app.url, HALLPASS_ACCESS_LOG: 'off' }
    const silent = await program.serve(settings)
    assert.equal((await fetch(silent.url)).status, 200)
    assert.deepEqual(requests((await stopped(silent)).stdout), [])
  })

  test('names the client that a trusted proxy names', async (t) => {
    const app = await upstream(t)
    const settings = { HALLPASS_UPSTREAM: app.url, HALLPASS_TRUSTED_PROXIES: 'loopback' }
    const guard = await program.serve(settings)
    await fetch(guard.url, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    assert.equal(requests((await stopped(guard)).stdout)[0].client, '203.0.113.7')
  })
})

describe('the metrics', () => {
  const program = new GuardProgram()

  test('are on a port of their own, and count logins, refusals and what went wrong', async (t) => {
    const { guard, browser, app } = await world(t, program, {}, '--metrics-port', '0')
    await browser.visit(`${guard.base}/account`)
    await fetch(`${guard.url}/admin/x`, { redirect: 'manual' })
    await app.close()
    assert.equal((await fetch(`${guard.url}/open`)).status, 502)
    // The page of the public has none: the app would be asked for it.
    assert.equal((await fetch(`${guard.url}/metrics`)).status, 502)
    while ((await status(guard))[0] !== 503) await sleep(50)
    const text = await (await fetch(guard.metrics ?? '')).text()
    for (const line of [
      `hallpass_guard_requests_total{outcome="forwarded",status="2xx",upstream="${app.url}"} 1`,
      `hallpass_guard_requests_total{outcome="failed",status="5xx",upstream="${app.url}"} 2`,
      'hallpass_guard_logins_total 1',
      'hallpass_guard_refusals_total{reason="login_required"} 2',
      'hallpass_guard_upstream_errors_total{kind="unreachable"} 2',
      'hallpass_guard_upgraded_connections 0',
      `hallpass_guard_upstream_up{upstream="${app.url}"} 0`,
    ]) {
      assert.ok(text.split('\n').includes(line), `${line} is not in\n${text}`)
    }
    assert.equal((await fetch(guard.metrics?.replace('/metrics', '/') ?? '')).status, 404)
    assert.equal((await stopped(guard)).status, 0)
  })
})

describe('the status', () => {
  const program = new GuardProgram()

  test('is that of the app: up, gone, and back; nobody is asked to sign in for it', async (t) => {
    const first = await upstream(t)
    const settings = { HALLPASS_UPSTREAM: first.url, HALLPASS_DEFAULT_ACCESS: 'deny' }
    const guard = await program.serve(settings)
    const up = [200, { status: 'ok', upstreams: { up: 1, all: 1 } }]
    const down = [503, { status: 'down', upstreams: { up: 0, all: 1 } }]
    assert.deepEqual(await status(guard), up)
    await first.close()
    while ((await status(guard))[0] !== 503) await sleep(50)
    assert.deepEqual(await status(guard), down)
    await upstream(t, undefined, first.port)
    while ((await status(guard))[0] !== 200) await sleep(50)
    assert.deepEqual(await status(guard), up)
    assert.deepEqual(first.seen, [], 'the app is not asked for it')
    const { stdout } = await stopped(guard)
    assert.deepEqual(requests(stdout), [], 'it is not in the log')
  })

  test('of a guard that other proxies ask is good as long as it answers', async () => {
    const settings = { HALLPASS_BASE_URL: 'https://app.example' }
    const guard = await program.serve(settings, '--forward-auth')
    assert.deepEqual(await status(guard), [200, { status: 'ok' }])
    const { stderr } = await stopped(guard)
    assert.match(stderr, /^ {2}Asked at +http:\/\/127\.0\.0\.1:\d+\/_hallpass\/auth$/m)
  })
})

describe('the flag', () => {
  const program = new GuardProgram()

  test('off: the app answers as if nothing stood before it', async (t) => {
    const app = await upstream(t, (request, response) => {
      response.setHeader('x-of-the-app', String(request.headers['x-forwarded-user']))
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.end(`app at ${request.url}`)
    })
    const guard = await program.serve({
      HALLPASS_UPSTREAM: app.url,
      AGS_CLIENT_FEATURE_FLAG_COOKIE: 'trial',
      AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'false',
    })
    for (const path of ['/account', '/sign-out', '/oidc_callback?code=x', '/_hallpass/session']) {
      const headers = { cookie: 'mine=1', 'x-forwarded-user': 'root' }
      const [guarded, plain] = await Promise.all([
        fetch(guard.url + path, { headers }),
        fetch(app.url + path),
      ])
      const everything = async (answer: Response) => [
        answer.status,
        [...answer.headers].filter(([name]) => !/^(date|keep-alive)$/.test(name)),
        await answer.text(),
      ]
      assert.deepEqual(await everything(guarded), await everything(plain), path)
    }
    assert.equal(
      (await fetch(`${guard.url}/account`, { headers: { cookie: 'trial=1' } })).status,
      401,
    )
    assert.ok(SETTINGS.AGS_CLIENT_AUTHENTICATED_PATHS?.includes('account'))
    assert.equal((await stopped(guard)).status, 0)
  })
})
