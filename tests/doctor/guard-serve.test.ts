/** The doctor beside a running `hallpass guard serve`: in front of an app, and behind a real nginx. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type TestContext, test } from 'node:test'
import { serveGuard } from '../../src/proxy/server/serve.ts'
import { LoggedLines } from '../support/clock.ts'
import { freePorts } from '../support/free-ports.ts'
import { nginx } from './nginx.ts'
import { type Env, examine, found, of, required, strictProvider } from './world.ts'

async function app(t: TestContext): Promise<string> {
  const [port = 0] = await freePorts(1)
  const server = createServer((_request, response) => response.end('the app'))
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

async function running(t: TestContext, env: Env): Promise<void> {
  const { close } = await serveGuard(
    { HALLPASS_ACCESS_LOG: 'off', ...env },
    { logger: new LoggedLines() },
  )
  t.after(close)
}

test('a guard that is its own address passes', async (t) => {
  const [port = 0] = await freePorts(1)
  const base = `http://localhost:${port}`
  const provider = await strictProvider(t, base)
  const { HALLPASS_BASE_URL: _, ...settings } = required(provider.issuer, base)
  const env = { ...settings, HALLPASS_PORT: String(port), HALLPASS_UPSTREAM: await app(t) }
  await running(t, env)
  const findings = await examine(env)
  assert.deepEqual(
    findings.filter(({ result }) => result === 'failed'),
    [],
  )
  for (const check of ['public.login', 'public.request-room', 'upstream.reach'] as const) {
    found(findings, check, 'ok')
  }
})

test('of several addresses each is looked at, and named', async (t) => {
  const [port = 0] = await freePorts(1)
  const [shop, news] = [`http://shop.localhost:${port}`, `http://news.localhost:${port}`]
  const provider = await strictProvider(t, shop)
  const settings = { HALLPASS_PORT: String(port), HALLPASS_UPSTREAM: await app(t) }
  const env = { ...required(provider.issuer, `${shop},${news}`), ...settings }
  await running(t, env)
  const findings = await examine(env)
  const lines = (result: string) =>
    findings.filter((one) => one.result === result).map((one) => `${one.check} ${one.found}`)
  for (const base of [shop, news]) {
    const { host } = new URL(base)
    found(findings, 'public.login', 'ok', new RegExp(`^${host}: .* to ${base}/oidc_callback`))
    for (const check of ['reach', 'cache', 'request-room', 'answer-room', 'proxy']) {
      assert.ok(
        lines('ok').some((line) => line.startsWith(`public.${check} ${host}: `)),
        check,
      )
    }
  }
  // Only the first one is registered.
  const failed = lines('failed').map((line) => line.split(': ')[0])
  assert.deepEqual(failed, [
    `client.redirect-uri news.localhost:${port}`,
    `client.sign-out-uri news.localhost:${port}`,
  ])
  found(findings, 'client.redirect-uri', 'failed', new RegExp(`Register ${news}/oidc_callback`))
})

test('a guard behind nginx, whose app is gone, is reached', async (t) => {
  const [port = 0, inner = 0] = await freePorts(2)
  const base = `http://shop.localhost:${port}`
  const provider = await strictProvider(t, base)
  const serving = { HALLPASS_PORT: String(inner), HALLPASS_UPSTREAM: 'http://127.0.0.1:9' }
  const env = { ...required(provider.issuer, base), ...serving }
  await running(t, env)
  const room = 'large_client_header_buffers 4 32k; proxy_buffer_size 32k; proxy_buffers 8 32k;'
  const location = `location / { proxy_pass http://127.0.0.1:${inner}; proxy_set_header Host $http_host; }`
  await nginx(t, port, `${room} proxy_busy_buffers_size 64k; ${location}`)
  const findings = await examine(env)
  found(findings, 'upstream.reach', 'failed', /nothing listens/)
  found(findings, 'public.reach', 'ok')
  found(findings, 'public.login', 'ok')
  found(findings, 'public.answer-room', 'ok')
  found(findings, 'public.proxy', 'warning', /nginx/)
})

test('a guard that another proxy asks has no upstream to look at', async (t) => {
  const [port = 0] = await freePorts(1)
  const base = `http://localhost:${port}`
  const provider = await strictProvider(t, base)
  const serving = { HALLPASS_PORT: String(port), HALLPASS_FORWARD_AUTH: 'true' }
  const findings = await examine({ ...required(provider.issuer, base), ...serving })
  found(findings, 'settings.valid', 'ok')
  assert.deepEqual(of(findings, 'upstream.reach'), [])
})
