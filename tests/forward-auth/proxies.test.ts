/** nginx and Caddy ask hallpass, with the settings of the documentation, before an app in Python. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { GuardProgram } from '../proxy/serve-program.ts'
import { Browser } from '../support/browser.ts'
import { readsAsAdmin, TRICKS } from '../support/path-tricks.ts'
import { rawStatus } from './proxies.ts'
import { signedIn, startWorld, type World } from './world.ts'

/** What a client could hope to be believed. */
const LIES: Readonly<Record<string, string>> = {
  'X-Forwarded-User': 'root',
  'X-Forwarded-Groups': 'editor',
  'X-Hallpass-Groups': '["editor"]',
  'X-Hallpass-Access-Token': 'made-up',
  'X-Hallpass-Id-Token': '{"sub":"root"}',
}

/** What says that the request is another one (CVE-2026-40575, CVE-2025-64484). */
const OTHER_REQUESTS: readonly Readonly<Record<string, string>>[] = [
  { 'X-Forwarded-Uri': '/open' },
  { X_Forwarded_Uri: '/open' },
  { 'X-Original-URL': '/open' },
  { 'X-Rewrite-URL': '/open' },
  { 'X-Forwarded-Method': 'OPTIONS' },
  { 'X-Forwarded-Host': 'elsewhere.example' },
  { 'X-Forwarded-Proto': 'https' },
  { 'X-Http-Method-Override': 'OPTIONS' },
  { 'User-Agent': 'kube-probe/1.30' },
]

for (const name of ['nginx', 'caddy'] as const) {
  describe(name, () => {
    const program = new GuardProgram()
    let world: World

    before(async () => {
      world = await startWorld(program, name)
    })
    after(() => world.close())

    test('an open page is there for strangers, and what they say of themselves is not', async () => {
      await world.seen()
      const answer = await new Browser().send(`${world.url}/open`, { headers: LIES })
      assert.equal(answer.status, 200)
      assert.match(answer.body, /Hello nobody/)
      const [seen] = await world.seen()
      assert.doesNotMatch(JSON.stringify(seen?.told), /root|editor|made-up/)
    })

    test('another spelling of such a header does not reach the app', async () => {
      await world.seen()
      for (const path of ['/open', '/account']) {
        for (const method of ['GET', 'OPTIONS', 'POST']) {
          const headers = { X_Forwarded_User: 'root', 'X-Hallpass_Groups': '["editor"]' }
          await rawStatus(world.port, path, { method, headers })
        }
      }
      assert.doesNotMatch(JSON.stringify(await world.seen()), /root|editor/)
    })

    test('another method than the one that was judged does not reach the app', async () => {
      await world.seen()
      for (const header of [
        'X-HTTP-Method-Override',
        'x-http-method',
        'X-Method-Override',
        'X_HTTP_Method_Override',
        'X-Method_Override',
      ]) {
        const headers = { [header]: 'DELETE' }
        await rawStatus(world.port, '/open', { method: 'POST', headers })
      }
      const seen = await world.seen()
      // Those of a plain spelling; of the others, nginx drops the header, and hallpass the request.
      assert.ok(seen.length >= 3)
      assert.doesNotMatch(JSON.stringify(seen), /DELETE/)
    })

    test('nothing a client says makes a guarded page an open one', async () => {
      await world.seen()
      for (const headers of OTHER_REQUESTS) {
        for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
          const status = await rawStatus(world.port, '/account', { method, headers })
          assert.ok(status >= 300, `${method} ${JSON.stringify(headers)}: ${status}`)
        }
      }
      assert.deepEqual(await world.seen(), [])
    })

    test('a page leads to the login, with the page to come back to', async () => {
      const answer = await new Browser().send(`${world.url}/account?page=2`)
      assert.equal(answer.status, 302)
      const login = new URL(answer.headers.location ?? '', world.url)
      assert.equal(login.origin, world.url)
      assert.equal(login.searchParams.get('returnTo'), '/account?page=2')
      assert.equal(answer.body, '')
    })

    test('a form that is sent gets 401, a script the address of the login, the app nothing', async () => {
      await world.seen()
      const form = { method: 'POST', headers: { accept: '*/*' }, mode: 'cors', body: 'x'.repeat(9) }
      const posted = await new Browser().send(`${world.url}/account`, { ...form, mode: 'cors' })
      assert.equal(posted.status, 401)
      const script = await new Browser().send(`${world.url}/account`, { mode: 'cors' })
      assert.equal(script.status, 401)
      assert.match(script.headers['content-type'] ?? '', /^application\/problem\+json/)
      assert.match(String(script.json().login), /^\/_hallpass\/login\?/)
      assert.deepEqual(await world.seen(), [])
    })

    test('who signed in is told to the app, and whose group it is may go on', async () => {
      await world.seen()
      const editor = await signedIn(world, 'editor')
      const page = await editor.send(`${world.url}/admin/x?y=%2f`, { headers: LIES })
      assert.equal(page.status, 200)
      assert.match(page.headers['cache-control'] ?? '', /no-store/)
      const seen = (await world.seen()).at(-1)
      assert.equal(seen?.url, '/admin/x?y=%2f')
      assert.deepEqual(seen?.told.HTTP_X_FORWARDED_USER, ['editor'])
      assert.deepEqual(seen?.told.HTTP_X_FORWARDED_EMAIL, ['edwin@harbour.example'])
      assert.deepEqual(seen?.told.HTTP_X_FORWARDED_GROUPS, ['editor'])
      assert.ok(!seen?.told.HTTP_X_HALLPASS_ACCESS_TOKEN?.join(''), 'tokens were not asked for')
      assert.ok(!Object.keys(page.headers).some((header) => header.startsWith('x-hallpass')))

      const reader = await signedIn(world, 'reader')
      await world.seen()
      const refused = await reader.send(`${world.url}/admin/x`)
      assert.equal(refused.status, 403)
      assert.match(refused.headers['content-type'] ?? '', /^text\/html/)
      assert.match(refused.body, /forbidden/)
      assert.deepEqual(await world.seen(), [])
    })

    test('a body goes to the app once, whole', async () => {
      const reader = await signedIn(world, 'reader')
      await world.seen()
      const body = 'x'.repeat(20 * 1024 * 1024)
      const answer = await reader.send(`${world.url}/upload`, {
        method: 'POST',
        body,
        mode: 'cors',
      })
      assert.equal(answer.status, 200)
      assert.deepEqual(
        (await world.seen()).map(({ method, url, size }) => [method, url, size]),
        [['POST', '/upload', body.length]],
      )
    })

    test('no trick with a path reaches what is guarded', async () => {
      // Somebody whom the default lets in, and the rule for /admin does not.
      const reader = await signedIn(world, 'reader')
      const sending = { method: 'GET', navigation: true }
      const cookie = reader.jar.header(new URL(world.url), sending) ?? ''
      await world.seen()
      for (const path of TRICKS.filter((trick) => /^[!-~]+$/.test(trick))) {
        await rawStatus(world.port, path, { headers: { cookie } })
      }
      const reached = (await world.seen()).map(({ url }) => url)
      assert.deepEqual(reached.filter(readsAsAdmin), [])
      // The others are not refused for what is no trick.
      assert.equal(await rawStatus(world.port, '/public/../open'), 200)
    })

    test('a stranger gets nothing where the proxy asks', async () => {
      const editor = await signedIn(world, 'editor')
      const headers = {
        'x-forwarded-method': 'GET',
        'x-forwarded-uri': '/admin',
        'x-forwarded-host': 'shop.localhost',
        'x-forwarded-proto': 'http',
      }
      for (const path of [
        'auth',
        'auth/nginx',
        'auth/answer',
        '%61uth',
        './auth',
        '/auth',
        'auth/',
      ]) {
        const answer = await editor.send(`${world.url}/_hallpass/${path}`, { headers })
        assert.ok(answer.status >= 400, `${path}: ${answer.status}`)
        assert.doesNotMatch(JSON.stringify(answer.headers), /edwin|x-forwarded-user/)
      }
    })

    test('when hallpass is down, nothing gets through', async () => {
      const editor = await signedIn(world, 'editor')
      await world.seen()
      world.guard.signal('SIGKILL')
      await world.guard.ended
      for (const path of ['/open', '/account', '/admin', '/_hallpass/session']) {
        const { status } = await editor.send(`${world.url}${path}`)
        assert.ok(status >= 500, `${path}: ${status}`)
      }
      assert.deepEqual(await world.seen(), [])
    })
  })
}
