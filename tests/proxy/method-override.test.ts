/** A rule by method judges the request line; the app is told of no other method. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { head, openProxy, statusOf } from './world.ts'

const OVERRIDES = [
  'X-HTTP-Method-Override',
  'x-http-method-override',
  'X-HTTP-Method',
  'X-Method-Override',
  'X_HTTP_Method_Override',
  'X_Method-Override',
  'X.HTTP.Method',
]

test('what is refused as DELETE does not get to the app as a POST that means DELETE', async (t) => {
  const world = await openProxy(t, { env: { HALLPASS_RULES: 'DELETE /items/* group=admin' } })
  const signedIn = [`Cookie: ${await world.signIn()}`]
  const before = world.app.seen.length
  assert.equal(statusOf(await world.raw(head(world, 'DELETE /items/7'))), 401)
  assert.equal(statusOf(await world.raw(head(world, 'DELETE /items/7', signedIn))), 403)
  assert.equal(world.app.seen.length, before)

  for (const visitor of [[], signedIn]) {
    for (const name of OVERRIDES) {
      for (const method of ['POST', 'GET']) {
        const lines = [...visitor, `${name}: DELETE`, 'Content-Length: 0']
        const answer = await world.raw(head(world, `${method} /items/7`, lines))
        assert.equal(statusOf(answer), 200, answer)
        assert.equal(world.app.last.method, method)
        const told = world.app.last.lines.filter(([, value]) => value.includes('DELETE'))
        assert.deepEqual(told, [], name)
      }
    }
  }
})
