/** Every spelling of a path, and every header that speaks for one: nothing protected is reached. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Browser } from '../support/browser.ts'
import { readsAsAdmin, TRICKS } from '../support/path-tricks.ts'
import { APPS } from './apps.ts'
import { open, raw } from './world.ts'

/** Ways to write down that `/admin` and all below it are guarded. */
const SETTINGS: readonly Readonly<Record<string, string>>[] = [
  { AGS_CLIENT_AUTHENTICATED_PATHS: 'admin,admin/.+' },
  { AGS_CLIENT_AUTHENTICATED_PATHS: 'admin/*' },
  { AGS_CLIENT_AUTHENTICATED_PATHS: '(account|admin)(/.*)?' },
  { HALLPASS_RULES: '/admin/* group=staff', AGS_CLIENT_AUTHENTICATED_PATHS: '' },
  { HALLPASS_RULES: '/admin{/*}? login', AGS_CLIENT_AUTHENTICATED_PATHS: '' },
  { HALLPASS_RULES: '~/admin(/.*)? login', AGS_CLIENT_AUTHENTICATED_PATHS: '' },
  { HALLPASS_RULES: '/about public', HALLPASS_DEFAULT_ACCESS: 'login' },
]

/** What the proxies of neighbouring projects believed. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-Forwarded-Uri': '/about',
  'X-Original-Url': '/about',
  'X-Rewrite-Url': '/about',
  'X-Original-Uri': '/about',
  'X-Forwarded-Prefix': '/about',
  'X-Http-Method-Override': 'OPTIONS',
  'X-Middleware-Subrequest': 'middleware:middleware:middleware:middleware:middleware',
  'X-Forwarded-User': 'admin',
  X_Forwarded_User: 'admin',
  'X-Forwarded-Email': 'a@evil@company.example',
  'X-Forwarded-For': '127.0.0.1',
  'User-Agent': 'kube-probe/1.29 GoogleHC/1.0 ELB-HealthChecker/2.0',
  Authorization: 'Bearer %',
  Cookie: 'ags_client_active=0; ags_client_session=admin; ags_client_session.0=a; __proto__=1',
}

for (const [name, start] of Object.entries(APPS)) {
  describe(`a guard before an app on ${name}`, () => {
    for (const env of SETTINGS) {
      const said = Object.values(env).join(' ')
      test(`with ${said}: no spelling of the admin page reaches it`, async (t) => {
        const { port, seen, base } = await open(t, start, env)
        for (const trick of TRICKS) {
          for (const method of ['GET', 'POST', 'OPTIONS']) {
            const { status } = await raw(port, trick, { method })
            assert.ok(status < 500, `${method} ${trick}: ${status}`)
          }
        }
        assert.deepEqual(seen.filter(readsAsAdmin), [])
        const browser = new Browser()
        assert.equal((await browser.visit(`${base}/admin/x?y=%2e%2e`)).json().sub, 'alice')
        assert.equal((await browser.send(`${base}/about?next=/admin`)).status, 200)
      })
    }

    test('no header opens it', async (t) => {
      const { port, seen } = await open(t, start, { HALLPASS_TRUSTED_PROXIES: 'loopback' })
      for (const [header, value] of Object.entries(HEADERS)) {
        const { status } = await raw(port, '/admin', { headers: { [header]: value } })
        assert.ok([302, 401].includes(status), `${header}: ${status}`)
        const other = await raw(port, '/admin', { method: 'OPTIONS', headers: { [header]: value } })
        assert.equal(other.status, 401, header)
      }
      assert.deepEqual(seen, [])
    })

    test('a path that is too long for a regular expression is refused', async (t) => {
      const { port, seen } = await open(t, start)
      assert.equal((await raw(port, `/${'a'.repeat(5000)}`)).status, 400)
      assert.deepEqual(seen, [])
    })
  })
}
