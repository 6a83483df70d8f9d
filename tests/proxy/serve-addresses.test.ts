/** `hallpass guard serve` under two names: each with its own app, login, cookie and flag. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Browser } from '../support/browser.ts'
import { freePorts } from '../support/free-ports.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { GuardProgram, type Running, SETTINGS, type Settings, stopped } from './serve-program.ts'
import { upstream } from './serve-upstream.ts'

const program = new GuardProgram()

interface World {
  readonly provider: HostileProvider
  readonly guard: Running
  readonly shop: string
  readonly news: string
}

async function two(
  t: TestContext,
  settings: (port: number) => Settings,
  ...args: readonly string[]
): Promise<World> {
  const [provider, [port = 0]] = await Promise.all([HostileProvider.start(), freePorts(1)])
  t.after(() => provider.close())
  const [shop, news] = [`http://shop.localhost:${port}`, `http://news.localhost:${port}`]
  const redirectUris = [`${shop}/oidc_callback`, `${news}/oidc_callback`]
  provider.clients = [{ id: 'shop', secret: SETTINGS.AGS_CLIENT_SECRET ?? '', redirectUris }]
  const guard = await program.serve(
    {
      AGS_CLIENT_ISSUER: provider.issuer,
      HALLPASS_BASE_URL: `${shop}, ${news}`,
      ...settings(port),
    },
    '--port',
    String(port),
    ...args,
  )
  t.after(() => guard.signal('SIGKILL'))
  return { provider, guard, shop, news }
}

test('a proxy under two names has an app, a login, a cookie and a flag for each', async (t) => {
  const [shopApp, newsApp] = await Promise.all([upstream(t), upstream(t)])
  const upstreams = [
    { url: shopApp.url, host: 'shop.localhost' },
    { url: newsApp.url, host: 'News.localhost' },
  ]
  const config = program.file('hosts.json', JSON.stringify({ upstreams }))
  const { provider, guard, shop, news } = await two(t, () => ({
    HALLPASS_CONFIG: config,
    AGS_CLIENT_FEATURE_FLAG_COOKIE: 'trial',
  }))

  const browser = new Browser()
  for (const [base, app] of [
    [shop, shopApp],
    [news, newsApp],
  ] as const) {
    // The cookie of the other name is not sent here: this one asks for its own login.
    const before = await browser.send(`${base}/account`)
    assert.equal(before.status, 302)
    const login = await browser.send(new URL(before.headers.location ?? '', base).href)
    const asked = new URL(login.headers.location ?? '').searchParams
    assert.equal(asked.get('redirect_uri'), `${base}/oidc_callback`)
    const page = await browser.visit(`${base}/account`)
    assert.equal(page.url, `${base}/account`)
    assert.equal(page.body, 'app at /account')
    const seen = app.seen.at(-1)?.headers
    assert.equal(seen?.['x-forwarded-user'], 'alice')
    assert.equal(seen?.host, new URL(base).host)
    assert.equal(seen?.['x-forwarded-host'], new URL(base).host)
  }
  assert.deepEqual([shopApp.seen.length, newsApp.seen.length], [1, 1])
  assert.deepEqual(provider.complaints, [])

  // The pages of each name may flip its flag, and those of the other may not.
  const toggle = `${news}/toggle-feature/trial`
  const foreign = await browser.send(toggle, { method: 'POST', from: shop, mode: 'cors' })
  assert.equal(foreign.status, 403)
  const own = await browser.send(toggle, { method: 'POST', from: news, mode: 'cors' })
  assert.equal(own.body, 'trial feature flag set to: False')
  const stranger = new Browser()
  await stranger.send(toggle)
  assert.equal((await stranger.send(`${news}/account`)).status, 200)
  assert.equal((await stranger.send(`${shop}/account`)).status, 302)

  const { stderr, status } = await stopped(guard)
  assert.equal(status, 0)
  for (const base of [shop, news]) {
    assert.ok(stderr.includes(`  Address     ${base}\n`), stderr)
    assert.ok(stderr.includes(`  redirect URI              ${base}/oidc_callback\n`), stderr)
    assert.ok(stderr.includes(`  post-logout redirect URI  ${base}/sign-out\n`), stderr)
  }
})

test('a flag over https is kept for https, under every name', async (t) => {
  const app = await upstream(t)
  const guard = await program.serve({
    HALLPASS_BASE_URL: 'https://shop.example,https://news.example',
    HALLPASS_UPSTREAM: app.url,
    AGS_CLIENT_FEATURE_FLAG_COOKIE: 'trial',
  })
  const port = Number(new URL(guard.url).port)
  const news = 'https://news.example'
  const browser = new Browser({ [news]: { port } })
  const flipped = await browser.send(`${news}/toggle-feature/trial`, {
    method: 'POST',
    from: news,
    mode: 'cors',
  })
  assert.match(flipped.cookies.join(), /^trial=0; .*Secure/)
  assert.equal((await stopped(guard)).status, 0)
})

test('another proxy is answered about both names, and sent to the login of each', async (t) => {
  const { guard, provider, shop, news } = await two(t, () => ({}), '--forward-auth')
  const ask = (host: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${guard.url}/_hallpass/auth`, {
      redirect: 'manual',
      headers: {
        'x-forwarded-method': 'GET',
        'x-forwarded-uri': '/account',
        'x-forwarded-host': host,
        'x-forwarded-proto': 'http',
        ...headers,
      },
    })
  const browser = new Browser()
  for (const base of [shop, news]) {
    const { host, hostname } = new URL(base)
    // With and without the port: proxies say either.
    for (const name of [host, hostname]) {
      const answer = await ask(name, { accept: 'text/html', 'sec-fetch-mode': 'navigate' })
      assert.equal(answer.status, 302)
      assert.match(
        answer.headers.get('location') ?? '',
        /^\/_hallpass\/login\?returnTo=%2Faccount$/,
      )
    }
    // The way to the login and back is the guard's own; then there is no app at this address.
    const login = await browser.send(`${base}/_hallpass/login?returnTo=%2Faccount`)
    const asked = new URL(login.headers.location ?? '').searchParams
    assert.equal(asked.get('redirect_uri'), `${base}/oidc_callback`)
    const page = await browser.visit(`${base}/_hallpass/login?returnTo=%2Faccount`)
    assert.deepEqual([page.url, page.status], [`${base}/account`, 404])
    const sending = { method: 'GET', navigation: true }
    const cookie = browser.jar.header(new URL(base), sending) ?? ''
    const allowed = await ask(hostname, { cookie })
    assert.equal(allowed.status, 204)
    assert.equal(allowed.headers.get('x-forwarded-user'), 'alice')
    // A page of the other name opens no WebSocket here.
    const socket = { cookie, 'sec-websocket-version': '13' }
    const other = base === shop ? news : shop
    assert.equal((await ask(hostname, { ...socket, origin: base })).status, 204)
    assert.equal((await ask(hostname, { ...socket, origin: other })).status, 403)
  }
  assert.deepEqual(provider.complaints, [])
  assert.equal((await ask('elsewhere.localhost')).status, 400)
  assert.equal((await stopped(guard)).status, 0)
})
