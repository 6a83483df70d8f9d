/** A Python app behind the proxy: to WSGI, `X_Forwarded_User` and `X-Forwarded-User` are one. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { IDENTITY_HEADERS } from '../../src/proxy/identity/headers.ts'
import { freePorts } from '../support/free-ports.ts'
import { head, openProxy, statusOf } from './world.ts'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))

/** How the app is served, and what says that it is. */
const SERVERS: Readonly<Record<string, (port: number) => ChildProcess>> = {
  wsgiref: (port) => spawn('/usr/bin/python3', [`${FOLDER}wsgi_app.py`, String(port)]),
  gunicorn: (port) =>
    spawn('/usr/bin/gunicorn', [
      '--bind',
      `127.0.0.1:${port}`,
      '--chdir',
      FOLDER,
      '--worker-tmp-dir',
      '/tmp',
      'wsgi_app:app',
    ]),
}

async function serving(t: TestContext, name: string): Promise<string> {
  const [port = 0] = await freePorts(1)
  const child = SERVERS[name]?.(port)
  if (child === undefined) throw new Error(name)
  const ended = once(child, 'exit')
  t.after(async () => {
    child.kill()
    await ended
  })
  let said = ''
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (/ready|Booting worker/.test(said)) resolve()
      })
    }
  })
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(said)
    }),
  ])
  return `http://127.0.0.1:${port}`
}

for (const name of Object.keys(SERVERS)) {
  describe(`an app on ${name}`, () => {
    test('is told by the guard alone who is there', async (t) => {
      const url = await serving(t, name)
      const world = await openProxy(t, { upstreams: () => [{ url }] })
      const forged = [...IDENTITY_HEADERS, 'remote-user', 'x-auth-request-email'].flatMap((one) => [
        `${one}: mallory`,
        `${one.replaceAll('-', '_')}: mallory`,
        `${one.replace('-', '_').toUpperCase()}: mallory`,
      ])
      const bodyOf = (answer: string): Record<string, string> => {
        assert.equal(statusOf(answer), 200, answer)
        return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
      }
      const stranger = bodyOf(await world.raw(head(world, 'GET /about', forged)))
      assert.doesNotMatch(JSON.stringify(stranger), /mallory/)
      assert.equal(stranger.HTTP_X_FORWARDED_USER, undefined)
      const cookie = await world.signIn()
      const lines = [`Cookie: ${cookie}; a=1`, ...forged, 'Content-Length: 5']
      const alice = bodyOf(await world.raw(`${head(world, 'POST /account', lines)}hello`))
      assert.doesNotMatch(JSON.stringify(alice), /mallory/)
      assert.equal(alice.HTTP_X_FORWARDED_USER, 'alice')
      assert.equal(alice.HTTP_X_FORWARDED_GROUPS, 'staff')
      assert.equal(alice.HTTP_COOKIE, 'a=1')
      assert.equal(alice.length, 5)
      assert.equal(alice.HTTP_HOST, `shop.localhost:${world.port}`)
    })
  })
}
