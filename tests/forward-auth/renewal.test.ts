/** Cookies that are written while the proxy asks reach the browser, as many as there are. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GuardProgram } from '../proxy/serve-program.ts'
import { signedIn, startWorld } from './world.ts'

/** So many groups that a session takes several cookies. */
const groups = Array.from({ length: 80 }, (_, at) => `group-${at}-${'x'.repeat(20)}`)
const accounts = [
  { id: 'reader', password: 'demo', name: 'Rita', email: 'rita@harbour.example', groups },
]

for (const name of ['nginx', 'caddy'] as const) {
  describe(name, () => {
    const program = new GuardProgram()

    test('a session of several cookies is renewed on its way to the app', async (t) => {
      const world = await startWorld(program, name, {}, { accounts })
      t.after(() => world.close())
      const reader = await signedIn(world, 'reader')
      const isOurs = (cookie: string) => cookie.startsWith('ags_client_session')
      assert.ok(Object.keys(reader.jar.at(world.url)).filter(isOurs).length > 1)
      const NEW = 'another session secret of this test'
      const OLD = 'a session secret of this test'
      await world.again({
        AGS_CLIENT_SESSION_SECRET: NEW,
        HALLPASS_SESSION_SECRET_OLD: OLD,
      })
      const renewed = await reader.send(`${world.url}/account`)
      assert.equal(renewed.status, 200)
      assert.ok(renewed.cookies.filter(isOurs).length > 1)
      assert.match(renewed.headers['cache-control'] ?? '', /no-store/)
      await world.again({ AGS_CLIENT_SESSION_SECRET: NEW })
      const after = await reader.send(`${world.url}/account`)
      assert.equal(after.status, 200)
      assert.match(after.body, /Hello reader/)
      assert.deepEqual(after.cookies, [])
      const app = (await world.seen()).at(-1)
      assert.ok(!Object.keys(app?.told ?? {}).some((header) => header.includes('SET_COOKIE')))
    })
  })
}
