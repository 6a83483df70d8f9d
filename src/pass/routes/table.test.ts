import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SCRIPT, serviceOf } from '../../../tests/support/core-of.ts'
import { codeOf, headerOf } from '../../../tests/support/routes-of.ts'
import type { Reply } from '../../http/exchange.ts'
import { oidc } from '../../login/oidc.ts'
import type { HallpassOptions, Refusal } from '../options.ts'
import { routeTable } from './table.ts'

async function asked(method: string, url: string, options: Partial<HallpassOptions> = {}) {
  const service = serviceOf(options)
  const route = routeTable(service.core).get(url)
  assert.ok(route, url)
  const reply = await route(service.request({ method, url, headers: SCRIPT }))
  return { reply, log: service.log.text }
}

describe('routeTable', () => {
  test('answers at the paths of the routes, and a callback for each provider', () => {
    const paths = [...routeTable(serviceOf({ routes: { login: '/in' } }).core).keys()].sort()
    assert.deepEqual(paths, [
      ...['/auth/backchannel-logout', '/auth/callback', '/auth/frontchannel-logout'],
      ...['/auth/logged-out', '/auth/logout', '/auth/refresh', '/auth/session', '/in'],
    ])
    const client = { issuer: 'https://id.example', clientId: 'shop' }
    const login = [oidc({ ...client, name: 'a' }), oidc({ ...client, name: 'b' })]
    const table = routeTable(serviceOf({ login }).core)
    assert.ok(table.has('/auth/callback/a') && table.has('/auth/callback/b'))
    assert.ok(!table.has('/auth/callback'))
  })

  test('names the methods of a route to any other', async () => {
    for (const [url, allow] of [
      ['/auth/login', 'GET'],
      ['/auth/callback', 'GET, POST'],
      ['/auth/refresh', 'POST'],
      ['/auth/logout', 'GET, POST'],
      ['/auth/logged-out', 'GET'],
      ['/auth/session', 'GET, HEAD'],
      ['/auth/backchannel-logout', 'POST'],
      ['/auth/frontchannel-logout', 'GET'],
    ] as const) {
      for (const method of ['DELETE', 'PUT', 'OPTIONS', 'get']) {
        const { reply } = await asked(method, url)
        assert.deepEqual([reply.status, headerOf(reply, 'allow')], [405, allow], `${method} ${url}`)
      }
    }
  })

  test("answers an error, logs it, and lets the app's handler answer instead", async () => {
    const { reply, log } = await asked('POST', '/auth/refresh')
    assert.deepEqual([reply.status, codeOf(reply)], [401, 'login_required'])
    assert.match(log, /^warn refused: login_required {"detail":"Sign in first"/)
    const seen: Refusal[] = []
    const error = async (refusal: Refusal): Promise<Reply> => {
      seen.push(refusal)
      return { status: 418, headers: [] }
    }
    const own = await asked('POST', '/auth/refresh', { handlers: { error } })
    assert.equal(own.reply.status, 418)
    assert.deepEqual(
      seen.map((one) => [one.error.code, one.reply.status]),
      [['login_required', 401]],
    )
  })
})
