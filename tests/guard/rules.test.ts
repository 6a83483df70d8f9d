/** Rules of our own, from a text and from a file, the same in every framework. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { Browser } from '../support/browser.ts'
import { APPS } from './apps.ts'
import { open, raw, type World } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-rules-'))
after(() => rmSync(folder, { recursive: true }))

const NONE = { AGS_CLIENT_AUTHENTICATED_PATHS: '' }
const RULES = `
  /about public
  GET /orders/:id(\\d+) public
  /orders/* login
  /staff/* group=staff,ops
  /ops/* group=ops
  /gold claim.tier=gold
  /closed/* deny
  ~/files/(.+)\\.png public
`

/** The status of each address, for a browser. */
async function statuses(
  browser: Browser,
  { base }: World,
  paths: readonly string[],
  method = 'GET',
) {
  const found: Record<string, number> = {}
  for (const path of paths) {
    const mode = method === 'GET' ? 'navigate' : 'cors'
    found[path] = (await browser.send(base + path, { method, mode, from: base })).status
  }
  return found
}

for (const [name, start] of Object.entries(APPS)) {
  describe(`rules of a guard before an app on ${name}`, () => {
    test('ask for groups and claims, by path and method, and shut the rest', async (t) => {
      const env = { ...NONE, HALLPASS_RULES: RULES, HALLPASS_DEFAULT_ACCESS: 'deny' }
      const world = await open(t, start, { ...env, HALLPASS_GROUPS_CLAIM: 'teams' })
      world.provider.user = { sub: 'alice', teams: ['staff'], groups: ['ops'], tier: 'gold' }
      const stranger = new Browser()
      const anybody = ['/about', '/orders/7', '/files/a/b.png']
      const somebody = ['/orders/x', '/staff', '/staff/x', '/ops/x', '/gold']
      const nobody = ['/', '/closed', '/closed/x', '/files/b.gif', '/other']
      assert.deepEqual(Object.values(await statuses(stranger, world, anybody)), [200, 200, 200])
      const asked = await statuses(stranger, world, [...somebody, '/orders/7'], 'POST')
      assert.deepEqual(Object.values(asked), [401, 401, 401, 401, 401, 401])
      assert.deepEqual(
        Object.values(await statuses(stranger, world, nobody)),
        [403, 403, 403, 403, 403],
      )
      assert.deepEqual(world.seen, anybody)

      const alice = new Browser()
      assert.equal((await alice.visit(`${world.base}/staff/x`)).json().sub, 'alice')
      assert.deepEqual(await statuses(alice, world, [...somebody, ...nobody]), {
        '/orders/x': 200,
        '/staff': 200,
        '/staff/x': 200,
        '/ops/x': 403,
        '/gold': 200,
        ...Object.fromEntries(nobody.map((path) => [path, 403])),
      })
      assert.deepEqual(world.provider.complaints, [])
    })

    test('come from a file as well, with functions', async (t) => {
      const file = join(folder, `${name.replace(/\W/g, '-')}.mjs`)
      writeFileSync(
        file,
        `export default {
          default: 'login',
          rules: [
            { path: '/about', access: 'public' },
            { pattern: '/u/:name', access: ({ user }) => user.sub === 'alice' },
            { regex: 'x+y', methods: ['POST'], access: 'deny' },
          ],
        }`,
      )
      const world = await open(t, start, { ...NONE, HALLPASS_CONFIG: file })
      const alice = new Browser()
      await alice.visit(`${world.base}/u/alice`)
      assert.deepEqual(await statuses(alice, world, ['/about', '/u/x', '/other', '/xxy']), {
        '/about': 200,
        '/u/x': 200,
        '/other': 200,
        '/xxy': 200,
      })
      assert.deepEqual(await statuses(alice, world, ['/xxy', '/y'], 'POST'), {
        '/xxy': 403,
        '/y': 200,
      })
      world.provider.user = { sub: 'bob' }
      const bob = new Browser()
      await bob.visit(`${world.base}/other`)
      assert.deepEqual(await statuses(bob, world, ['/u/x', '/other']), {
        '/u/x': 403,
        '/other': 200,
      })
    })

    test('refuse what is encoded wrongly, and expressions that explode elsewhere do not', async (t) => {
      const HALLPASS_RULES = '~/(a+)+b login; ~/([a-z]+)*[0-9] login; /:x((?:a|aa)+)c login'
      const { port, seen } = await open(t, start, { ...NONE, HALLPASS_RULES })
      for (const path of ['/a%', '/%zz', '/a%ff', '/%c0%af', '/a%00b']) {
        assert.equal((await raw(port, path)).status, 400, path)
      }
      assert.deepEqual(seen, [])
      // On the engine of JavaScript this would not end.
      assert.equal((await raw(port, `/${'a'.repeat(2000)}`)).status, 200)
      assert.equal((await raw(port, `/${'a'.repeat(2000)}b`)).status, 401)
    })

    test('only report, or are not there, by one word', async (t) => {
      const env = { ...NONE, HALLPASS_RULES: '/staff group=ops; /closed deny' }
      const paths = ['/staff', '/closed', '/other']
      const report = await open(t, start, { ...env, HALLPASS_GUARD_MODE: 'report' })
      assert.deepEqual(Object.values(await statuses(new Browser(), report, paths)), [200, 200, 200])
      assert.match(
        report.log.text,
        /would refuse: login_required \{"method":"GET","path":"\/staff"\}/,
      )
      assert.match(report.log.text, /would refuse: forbidden \{"method":"GET","path":"\/closed"\}/)
      const off = await open(t, start, { ...env, HALLPASS_GUARD_MODE: 'off' })
      assert.deepEqual(Object.values(await statuses(new Browser(), off, paths)), [200, 200, 200])
      assert.doesNotMatch(off.log.text, /would refuse/)
    })

    test('are for those requests that a function of the program chooses', async (t) => {
      const env = { ...NONE, HALLPASS_RULES: '/staff group=ops' }
      const flag = (exchange: { header(name: string): string | undefined }) =>
        exchange.header('x-trial') !== 'off'
      const { base, seen } = await open(t, start, env, { flag })
      const off = { headers: { 'x-trial': 'off' } }
      assert.equal((await new Browser().send(`${base}/staff`, off)).status, 200)
      assert.deepEqual(seen, ['/staff'])
      assert.equal((await new Browser().send(`${base}/staff`)).status, 302)
      const settings = { rules: [{ path: '/a', access: 'login' }], flag } as const
      const world = await open(t, start, NONE, { config: settings })
      assert.equal((await new Browser().send(`${world.base}/a`, off)).status, 200)
      assert.equal((await new Browser().send(`${world.base}/a`)).status, 302)
    })

    test('lead who has signed out to the page that is named', async (t) => {
      const world = await open(t, start, { HALLPASS_AFTER_SIGN_OUT: '/goodbye?from=here' })
      const { base, seen } = world
      const browser = new Browser()
      await browser.visit(`${base}/account`)
      const away = await browser.send(`${base}/sign-out`, { from: base })
      const state = new URL(away.headers.location ?? '').searchParams.get('state')
      const page = await browser.visit(`${base}/sign-out?state=${state}`)
      assert.deepEqual([page.json().url, page.json().sub], ['/goodbye?from=here', null])
      const again = await browser.send(`${base}/sign-out`)
      assert.deepEqual([again.status, again.headers.location], [302, '/goodbye?from=here'])
      assert.match(again.headers['cache-control'] ?? '', /no-store/)
      assert.ok(!seen.some((url) => url.startsWith('/sign-out')))
      assert.equal((await browser.send(`${base}/account`)).status, 302)
      const own = await open(t, start, { HALLPASS_AFTER_SIGN_OUT: '/sign-out/?x' })
      assert.equal((await browser.send(`${own.base}/sign-out`)).json().url, '/sign-out')
    })
  })
}
