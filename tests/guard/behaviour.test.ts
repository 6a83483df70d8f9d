/** What a guard set up by the environment does, the same in every framework. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Answer, Browser } from '../support/browser.ts'
import { APPS } from './apps.ts'
import { open, type World } from './world.ts'

async function signedIn({ base }: World): Promise<Browser> {
  const browser = new Browser()
  const page = await browser.visit(`${base}/account?tab=orders`)
  assert.equal(page.status, 200, page.body)
  assert.deepEqual([page.json().url, page.json().sub], ['/account?tab=orders', 'alice'])
  return browser
}

const leads = ({ headers }: Answer) => headers.location ?? ''

for (const [name, start] of Object.entries(APPS)) {
  describe(`a guard before an app on ${name}`, () => {
    test('asks for a login where the settings say, and gives the app what was learned', async (t) => {
      const world = await open(t, start)
      world.provider.user = { sub: 'alice', name: 'Alice' }
      const stranger = await new Browser().send(`${world.base}/about?x=/account`)
      assert.deepEqual(stranger.json(), {
        url: '/about?x=/account',
        sub: null,
        groups: [],
        auth: null,
      })
      const browser = await signedIn(world)
      const { auth } = (await browser.send(`${world.base}/about`)).json()
      assert.ok(typeof auth === 'object' && auth !== null)
      assert.deepEqual(Object.keys(auth), ['id_token', 'id_token_jwt', 'access_token', 'userinfo'])
      const { id_token, id_token_jwt, access_token, userinfo } = auth as Record<string, unknown>
      assert.deepEqual(userinfo, { sub: 'alice', name: 'Alice' })
      assert.ok(world.provider.secrets.has(String(id_token_jwt)))
      assert.ok(world.provider.secrets.has(String(access_token)))
      const payload = Buffer.from(String(id_token_jwt).split('.')[1] ?? '', 'base64url').toString()
      assert.deepEqual(id_token, JSON.parse(payload))
      assert.deepEqual(world.provider.complaints, [])
    })

    test('guards every method, and what lies behind a regular expression', async (t) => {
      const { base, seen } = await open(t, start)
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        for (const path of ['/account', '/account/', '/admin', '/admin/users/7', '/ADMIN/x']) {
          const answer = await new Browser().send(base + path, { method, mode: 'cors', from: base })
          assert.equal(answer.status, 401, `${method} ${path}`)
        }
      }
      assert.deepEqual(seen, [])
    })

    test('signs out here and at the provider, and shows the page of the app after it', async (t) => {
      const world = await open(t, start)
      const { base, seen } = world
      const browser = await signedIn(world)
      const slash = await browser.send(`${base}/sign-out/`, { from: base })
      assert.deepEqual([slash.status, leads(slash)], [308, '/sign-out'])
      const answer = await browser.send(`${base}/sign-out`, { from: base })
      const url = new URL(leads(answer))
      assert.equal(url.origin + url.pathname, `${world.provider.issuer}/logout`)
      assert.equal(url.searchParams.get('post_logout_redirect_uri'), `${base}/sign-out`)
      assert.ok(world.provider.secrets.has(url.searchParams.get('id_token_hint') ?? ''))
      assert.ok(!seen.includes('/sign-out'), 'the app is not reached before')
      const state = url.searchParams.get('state') ?? ''
      assert.ok(state.length > 16)
      const back = await browser.send(`${base}/sign-out?state=${state}`)
      assert.deepEqual([back.status, leads(back)], [302, '/sign-out'])
      const page = await browser.send(`${base}/sign-out`)
      assert.deepEqual([page.json().url, page.json().sub], ['/sign-out', null])
      // The same page again, by a reload or by a state that is another's: nothing is signed out.
      const forged = await browser.send(`${base}/sign-out?state=${state}`)
      assert.equal(leads(forged), '/sign-out')
      assert.match(leads(await browser.send(`${base}/account`)), /^\/_hallpass\/login\?/)
    })

    test('lets no other site sign anybody out, with or without a state', async (t) => {
      const world = await open(t, start)
      const browser = await signedIn(world)
      for (const path of ['/sign-out', '/sign-out?returnTo=//evil.example']) {
        const asked = await browser.send(world.base + path, { from: 'https://evil.example' })
        assert.equal(asked.status, 200)
        assert.match(asked.body, /<form method="post" action="\/sign-out">/)
        assert.doesNotMatch(asked.body, /evil/)
      }
      const forged = await browser.visit(`${world.base}/sign-out?state=x`, {
        from: 'https://evil.example',
      })
      assert.match(forged.body, /<form method="post" action="\/sign-out">/)
      const posted = await browser.send(`${world.base}/sign-out`, {
        method: 'POST',
        from: 'https://evil.example',
      })
      assert.equal(posted.status, 403)
      assert.equal((await browser.send(`${world.base}/account`)).json().sub, 'alice')
    })

    test('is not there with the flag off, and is with the flag on', async (t) => {
      const { base, seen, log } = await open(t, start, { AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'True' })
      assert.match(
        log.text,
        /warn any visitor can switch the guard off .*\/toggle-feature\/ags_client_active/,
      )
      const browser = new Browser()
      assert.equal((await browser.send(`${base}/account`)).status, 302)
      const toggle = `${base}/toggle-feature/ags_client_active`
      const flipped = await browser.send(toggle)
      assert.equal(flipped.body, 'ags_client_active feature flag set to: False')
      assert.match(flipped.headers['cache-control'] ?? '', /no-store/)
      assert.equal(browser.jar.at(base).ags_client_active, '0')
      const paths = [
        '/account',
        '/admin/x',
        '/sign-out',
        '/oidc_callback?code=x&state=y',
        '/%2e%2e/admin',
      ]
      for (const path of paths) {
        const answer = await browser.send(base + path)
        assert.equal(answer.json().sub, null, path)
        assert.deepEqual(answer.cookies, [])
      }
      assert.equal(seen.length, paths.length)
      assert.equal((await browser.send(toggle)).body, 'ags_client_active feature flag set to: True')
      assert.equal((await browser.send(`${base}/account`)).status, 302)
      const other = await browser.send(toggle, { from: 'https://evil.example' })
      assert.equal(other.status, 403)
      assert.equal(browser.jar.at(base).ags_client_active, '1')
    })

    test('has no flag where neither of its settings is given', async (t) => {
      const { base, seen } = await open(t, start)
      const off = { headers: { cookie: 'ags_client_active=0' } }
      assert.equal((await new Browser().send(`${base}/account`, off)).status, 302)
      assert.deepEqual(seen, [])
      await new Browser().send(`${base}/toggle-feature/ags_client_active`)
      assert.deepEqual(seen, ['/toggle-feature/ags_client_active'])
    })

    test('only reports what it would refuse, if asked to', async (t) => {
      const { base, log } = await open(t, start, { HALLPASS_GUARD_MODE: 'report' })
      const answer = await new Browser().send(`${base}/account?token=hush`)
      assert.equal(answer.json().url, '/account?token=hush')
      assert.match(
        log.text,
        /warn would refuse: login_required \{"method":"GET","path":"\/account"\}/,
      )
      assert.doesNotMatch(log.text, /hush/)
    })
  })
}
