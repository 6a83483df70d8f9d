/** The checks of the apps behind `hallpass guard serve`. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type TestContext, test } from 'node:test'
import { exposure } from '../../src/cli/doctor/upstream/exposure.ts'
import { freePorts } from '../support/free-ports.ts'
import { examine, found, of, open } from './world.ts'

/** An app on every address of this machine, or on loopback alone. */
async function app(t: TestContext, host: string, status = 200): Promise<number> {
  const [port = 0] = await freePorts(1)
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? status : 404).end()
  })
  await new Promise<void>((ready) => server.listen(port, host, ready))
  t.after(() => server.close())
  return port
}

test('an upstream that answers passes, with a page for its health and without', async (t) => {
  const { env } = await open(t)
  const upstream = `http://127.0.0.1:${await app(t, '127.0.0.1')}`
  const findings = await examine({ ...env, HALLPASS_UPSTREAM: upstream })
  found(findings, 'upstream.reach', 'ok', /answers 404/)
  assert.equal(of(findings, 'upstream.exposed').length, 1)
  const health = { HALLPASS_UPSTREAM: upstream, HALLPASS_HEALTH_PATH: '/health' }
  found(await examine({ ...env, ...health }), 'upstream.reach', 'ok', /\/health answers 200/)
})

test('an upstream that is not there, or not well, fails', async (t) => {
  const { env } = await open(t)
  const down = await examine({ ...env, HALLPASS_UPSTREAM: 'http://127.0.0.1:9' })
  found(down, 'upstream.reach', 'failed', /nothing listens.*HALLPASS_UPSTREAM/)
  const upstream = `http://127.0.0.1:${await app(t, '127.0.0.1', 503)}`
  const ill = { HALLPASS_UPSTREAM: upstream, HALLPASS_HEALTH_PATH: '/health' }
  found(await examine({ ...env, ...ill }), 'upstream.reach', 'failed', /answers 503/)
})

test('a page for its health that the upstream does not have gets a warning', async (t) => {
  const { env } = await open(t)
  const upstream = `http://127.0.0.1:${await app(t, '127.0.0.1')}/`
  const other = { HALLPASS_UPSTREAM: upstream, HALLPASS_HEALTH_PATH: '/healthz' }
  const words = /\d\/healthz answers 404, which counts as up.*HALLPASS_HEALTH_PATH/
  found(await examine({ ...env, ...other }), 'upstream.reach', 'warning', words)
})

test('an upstream for all the world gets a warning', async (t) => {
  // Every address of this machine has the others beside it; this one stands for them.
  const others = ['127.0.0.2']
  const wide = new URL(`http://127.0.0.1:${await app(t, '0.0.0.0')}`)
  found([await exposure(wide, others)], 'upstream.exposed', 'warning', /at 127\.0\.0\.2, too/)
  const narrow = new URL(`http://127.0.0.1:${await app(t, '127.0.0.1')}`)
  found([await exposure(narrow, others)], 'upstream.exposed', 'ok', /on this machine alone/)
})

test('an upstream elsewhere is private or not', async () => {
  for (const host of ['10.1.2.3', '172.20.0.5', '192.168.1.9', '[fd00::1]', 'unknown.invalid']) {
    const finding = await exposure(new URL(`http://${host}:8000`))
    found([finding], 'upstream.exposed', 'ok', /private network/)
  }
  for (const host of ['93.184.216.34', '[2606:2800::1]']) {
    const finding = await exposure(new URL(`http://${host}`))
    found([finding], 'upstream.exposed', 'warning', /public address/)
  }
})
