/** `hallpass/sentry` against a server that takes what Sentry takes. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import { HallpassError } from '../../src/index.ts'
import { createRest } from '../../src/rest.ts'
import { initSentry, type SentryReporter } from '../../src/sentry.ts'
import { apiClient } from '../../src/testing.ts'
import { type Receiver, startReceiver } from './receiver.ts'

const HUNTER = 'hunter2'
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.c2lnbmF0dXJlLW9mLWl0'

let receiver: Receiver
let sentry: SentryReporter
before(async () => {
  receiver = await startReceiver()
  sentry = await initSentry({ dsn: receiver.dsn, site: 'shop.example', release: '1.2.3' })
})
after(async () => {
  await sentry.close()
  await receiver.close()
})

describe('a report', () => {
  test('says what happened, of which release and where, and no secret', async () => {
    const rest = createRest({ report: sentry.report, logger: { info() {}, warn() {}, error() {} } })
    const app = express()
    app.get('/boom', () => {
      throw new Error(`the database postgres://shop:${HUNTER}@db said no to ${JWT}`)
    })
    app.use(rest.express.errors)
    const headers = { authorization: `Bearer ${HUNTER}`, cookie: `session=${HUNTER}` }
    await apiClient(app, { headers }).get(`/boom?token=${HUNTER}`, { expect: 500 })
    sentry.report(new Error('in the worker'), { job: 'export', password: HUNTER })
    assert.equal(await sentry.flush(5), true)
    const events = receiver.events()
    assert.equal(events.length, 2)
    for (const event of events) {
      assert.equal(event.release, '1.2.3')
      assert.equal(event.environment, 'shop.example')
    }
    assert.match(JSON.stringify(events[0]), /the database postgres:.*said no/)
    assert.match(JSON.stringify(events[1]), /"job":"export"/)
    assert.ok(!receiver.text().includes(HUNTER))
    assert.ok(!receiver.text().includes(JWT))
  })

  test('is not made of what a client did wrong', async () => {
    const before = receiver.events().length
    for (const status of [400, 401, 403, 404, 405, 422]) {
      sentry.report(Object.assign(new Error('common'), { status }))
    }
    sentry.report(new HallpassError('validation_failed', 'common'))
    sentry.report(new HallpassError('store_unavailable', 'not common'))
    await sentry.flush(5)
    const events = receiver.events().slice(before)
    assert.equal(events.length, 1)
    assert.match(JSON.stringify(events[0]), /not common/)
  })
})

describe('initSentry', () => {
  test('loads nothing and does nothing without an address', () => {
    const program = `
      import { initSentry } from './src/sentry.ts'
      const sentry = await initSentry({ dsn: process.env.NONE, release: '1' })
      sentry.report(new Error('x'))
      await sentry.close()
      const loaded = process.getActiveResourcesInfo().length
      console.log(sentry.enabled, loaded, globalThis.__SENTRY__ === undefined)`
    const args = ['--input-type=module-typescript', '-e', program]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    assert.match(stdout, /^false \d+ true\n$/, stderr)
  })

  test('reports what ends the process', async () => {
    const program = `
      import { initSentry } from './src/sentry.ts'
      await initSentry({ dsn: process.env.DSN, release: '1.2.3' })
      setTimeout(() => { throw new Error('nobody caught this') }, 10)`
    const args = ['--input-type=module-typescript', '-e', program]
    const env = { ...process.env, DSN: receiver.dsn }
    // Not waited for at once: the receiver is in this process.
    const [code] = await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'close')
    assert.equal(code, 1)
    assert.match(JSON.stringify(receiver.events().at(-1)), /nobody caught this/)
  })

  test('scrubs what it says of times', async () => {
    const program = `
      import { createServer } from 'node:http'
      import { once } from 'node:events'
      import { initSentry } from './src/sentry.ts'
      const sentry = await initSentry({ dsn: process.env.DSN, release: '1.2.3', tracesSampleRate: 1 })
      const server = createServer((request, response) => response.end('done')).listen(0)
      await once(server, 'listening')
      const headers = { referer: 'https://shop.example/cb?token=${HUNTER}' }
      await (await fetch('http://127.0.0.1:' + server.address().port + '/timed', { headers })).text()
      server.close()
      await once(server, 'close')
      await sentry.close(5)`
    const args = ['--input-type=module-typescript', '-e', program]
    const env = { ...process.env, DSN: receiver.dsn }
    const [code] = await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'close')
    assert.equal(code, 0)
    assert.match(receiver.text(), /"\/timed"/)
    assert.match(receiver.text(), /cb\?token=\[Filtered\]/)
    assert.ok(!receiver.text().includes(HUNTER))
  })

  const wrong: readonly [string, object, RegExp][] = [
    ['an address that is none', { dsn: HUNTER, release: '1' }, /dsn must be the address/],
    ['an address without a project', { dsn: 'https://a@b.example', release: '1' }, /dsn must be/],
    ['no release', { dsn: '', release: '' }, /release must not be empty/],
    ['a misspelt option', { dsn: '', release: '1', sites: 'x' }, /sites/],
    ['a share above 1', { dsn: '', release: '1', tracesSampleRate: 2 }, /tracesSampleRate/],
  ]
  for (const [name, options, words] of wrong) {
    test(`refuses ${name}`, async () => {
      const error = await initSentry(options as never).then(
        () => assert.fail('it was taken'),
        (thrown: unknown) => thrown,
      )
      assert.ok(error instanceof HallpassError && error.code === 'invalid_config')
      assert.match(error.message, words)
      assert.ok(!error.message.includes(HUNTER))
    })
  }
})
