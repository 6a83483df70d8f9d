/** Path rules under attack: every spelling of a path that an app behind them may take for another. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PathRules } from '../../src/guard.ts'
import { readsAsAdmin, TRICKS } from '../support/path-tricks.ts'
import type { Sending } from './visitor.ts'
import { open, PROTECTED, type World } from './world.ts'

/** An app of the careless kind: if any reading of the path is the admin page, it shows it. */
function careless(request: Request): Response {
  const admin = readsAsAdmin(request.url.replace(/^https:\/\/shop\.example/, ''))
  return new Response(admin ? PROTECTED : 'something public')
}

const RULES: Readonly<Record<string, PathRules>> = {
  'default public': {
    default: 'public',
    rules: [{ path: '/admin/*', access: { group: 'admin' } }],
  },
  'default deny': { default: 'deny', rules: [{ path: '/public/*', access: 'public' }] },
  'default login': { default: 'login', rules: [{ path: '/public/*', access: 'public' }] },
  'default admin': {
    default: { group: 'admin' },
    rules: [
      { path: '/public/*', access: 'public' },
      { path: '/', access: 'public' },
    ],
  },
}

function openShop(t: Parameters<typeof open>[0], guard: PathRules): Promise<World> {
  return open(t, { pass: { guard }, others: careless })
}

for (const [name, guard] of Object.entries(RULES)) {
  describe(`path rules, ${name}`, () => {
    test('no spelling of the admin page opens it, signed out or without the group', async (t) => {
      const world = await openShop(t, guard)
      const visitor =
        guard.default === 'login' ? world.visitor() : await world.signedIn('/public/x')
      for (const path of TRICKS) {
        for (const someone of [world.visitor(), visitor]) {
          for (const sending of [{}, { mode: 'cors' }, { method: 'POST' }, { method: 'OPTIONS' }]) {
            const target = path.startsWith('/') ? path : `/${path}`
            const answer = await someone.send(target, sending as Sending)
            assert.ok(!answer.body.includes(PROTECTED), `${path} shows it`)
            assert.ok(answer.status < 500, `${path}: ${answer.status}`)
          }
        }
      }
    })

    test('honest paths are open to those who may', async (t) => {
      const world = await openShop(t, guard)
      for (const path of ['/public/x', '/public/x?next=/admin', '/public/a.b-c_d/E']) {
        assert.equal((await world.visitor().send(path)).status, 200, path)
      }
      world.provider.user.groups = ['admin']
      const admin = await world.signedIn('/public/x')
      const page = await admin.send('/admin/x?y=%2e%2e')
      assert.equal(page.status, guard.default === 'deny' ? 403 : 200)
    })

    test('no header speaks for the path, the method or the visitor', async (t) => {
      const world = await openShop(t, guard)
      const headers: Readonly<Record<string, string>> = {
        'x-forwarded-uri': '/public/x',
        'x-original-url': '/public/x',
        'x-rewrite-url': '/public/x',
        'x-original-uri': '/public/x',
        'x-forwarded-path': '/public/x',
        'x-forwarded-prefix': '/public',
        'x-http-method-override': 'OPTIONS',
        'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
        'x-forwarded-user': 'admin',
        x_forwarded_user: 'admin',
        'x-forwarded-groups': 'admin',
        'x-hallpass-user': '{"sub":"admin"}',
        'x-forwarded-for': '127.0.0.1',
        'x-real-ip': '127.0.0.1',
        authorization: 'Bearer admin',
        'user-agent': 'kube-probe/1.29 GoogleHC/1.0 ELB-HealthChecker/2.0',
      }
      for (const [header, value] of Object.entries(headers)) {
        const sending: Sending = { mode: 'cors', headers: { [header]: value } }
        const answer = await world.visitor().send('/admin', sending)
        assert.ok([401, 403].includes(answer.status), `${header}: ${answer.status}`)
        assert.ok(!answer.body.includes(PROTECTED))
      }
    })

    test('the login works, and the auth routes need no rule', async (t) => {
      const world = await openShop(t, guard)
      const visitor = await world.signedIn('/public/x')
      assert.equal((await visitor.session()).signedIn, true)
      assert.equal((await visitor.send('/auth/logout', { from: 'https://x.example' })).status, 200)
    })
  })
}
