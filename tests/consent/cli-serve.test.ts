import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type ClientRequest, request } from 'node:http'
import { createServer } from 'node:net'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { keyIn, Program, statusWithKey } from './cli-program.ts'

const DASHBOARD_KEY = 'a-key-of-the-dashboard-that-is-long'

/** A request of which the service has the head, and waits for the body. */
async function begun(url: string, key: string): Promise<ClientRequest> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': 12,
    expect: '100-continue',
  }
  const sent = request(`${url}/api/v1/token`, { method: 'POST', headers })
  sent.flushHeaders()
  await once(sent, 'continue')
  return sent
}

describe('hallpass consent serve', () => {
  const program = new Program()

  test('says where it is, logs JSON, and ends when it is told to', async () => {
    const { url, signal, ended } = await program.serve()
    const status = await fetch(`${url}/_status/check`)
    assert.deepEqual(await status.json(), { status: 'ok', state: true, policy: 0 })
    signal('SIGINT')
    const { status: exit, stdout, stderr } = await ended
    assert.equal(exit, 0)
    for (const [name, address] of [
      ['Service', url],
      ['Choices', `${url}/choices`],
      ['Dashboard', 'off'],
      ['Status', `${url}/_status/check`],
      ['Data', 'consent.db'],
    ] as const) {
      assert.match(stderr, new RegExp(`^  ${name} +${address}$`, 'm'))
    }
    assert.match(stderr, /The dashboard is off.*hallpass keys new --name HALLPASS_DASHBOARD_KEY/s)
    assert.match(stderr, /hallpass consent site add https:\/\/shop\.example\n/)
    assert.doesNotMatch(stderr, /Warning/)
    const lines = stdout.trimEnd().split('\n')
    for (const line of lines) assert.match(JSON.parse(line).time, /^\d{4}-/)
    assert.ok(lines.some((line) => JSON.parse(line).message === 'request'))
  })

  test('opens the dashboard with a key of a file, and prints it nowhere', async () => {
    writeFileSync(program.path('key'), `${DASHBOARD_KEY}\n`)
    const settings = { HALLPASS_DASHBOARD_KEY_FILE: program.path('key') }
    const { url, signal, ended } = await program.serve(settings)
    const { headers } = await fetch(`${url}/dashboard`, { redirect: 'manual' })
    assert.doesNotMatch(headers.get('location') ?? '', new RegExp(DASHBOARD_KEY))
    signal('SIGTERM')
    const { status, stdout, stderr } = await ended
    assert.equal(status, 0)
    assert.match(stderr, new RegExp(`^  Dashboard +${url}/dashboard$`, 'm'))
    assert.doesNotMatch(stdout + stderr, new RegExp(DASHBOARD_KEY))
  })

  test('answers metrics on a port of their own, where they were asked for', async () => {
    const { url, stdout, stderr, signal, ended } = await program.serve({}, '--metrics-port', '0')
    const metrics = /"metrics":"([^"]+)"/.exec(stdout())?.[1] ?? ''
    assert.match(metrics, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
    assert.match(await (await fetch(metrics)).text(), /^hallpass_consent_store_up 1$/m)
    assert.equal((await fetch(`${url}/metrics`)).status, 404)
    signal('SIGTERM')
    assert.equal((await ended).status, 0)
    assert.match(stderr(), new RegExp(`^  Metrics +${metrics}$`, 'm'))
  })

  test('lets a request end that came before the signal', async () => {
    const key = keyIn(await program.run('site', 'add', 'https://end.example'))
    const { url, signal, ended } = await program.serve()
    const sent = await begun(url, key)
    signal('SIGTERM')
    // It listens no more: others are refused.
    const isUp = () => fetch(`${url}/_status/check`).then(Boolean, () => false)
    while (await isUp()) await sleep(20)
    sent.end('{"code":"x"}')
    const [response] = await once(sent, 'response')
    assert.equal(response.statusCode, 400)
    response.resume()
    assert.equal((await ended).status, 0)
  })

  test('a second signal ends it at once, with a request that never does', async () => {
    const key = keyIn(await program.run('site', 'add', 'https://slow.example'))
    const { url, signal, ended, stderr } = await program.serve()
    const sent = await begun(url, key)
    sent.on('error', () => undefined)
    signal('SIGINT')
    while (!stderr().includes('Stopping')) await sleep(20)
    const second = setTimeout(() => signal('SIGINT'), 400)
    assert.equal((await ended).status, 130)
    clearTimeout(second)
  })

  test('keeps what it acknowledged when it is killed', async () => {
    const first = await program.serve()
    const key = keyIn(await program.run('site', 'add', 'https://killed.example'))
    assert.equal(await statusWithKey(first.url, key), 400)
    first.signal('SIGKILL')
    await first.ended
    const again = await program.serve()
    assert.equal(await statusWithKey(again.url, key), 400)
    again.signal('SIGTERM')
    await again.ended
    assert.equal((await program.run('verify')).status, 0)
  })

  test('two at once on one file know the same', async () => {
    const services = await Promise.all([program.serve(), program.serve()])
    const key = keyIn(await program.run('site', 'add', 'https://both.example'))
    for (const { url } of services) assert.equal(await statusWithKey(url, key), 400)
    for (const { signal } of services) signal('SIGTERM')
    for (const { ended } of services) assert.equal((await ended).status, 0)
  })
})

describe('hallpass consent serve that cannot', () => {
  const program = new Program()

  test('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const port = String((server.address() as { port: number }).port)
    const { status, stdout, stderr } = await program.run('serve', '--port', port)
    const other = await program.run('serve', '--port', '0', '--metrics-port', port)
    server.close()
    assert.deepEqual([status, stdout], [1, ''])
    const taken = `hallpass: Port ${port} is taken on 127.0.0.1`
    assert.equal(stderr, `${taken}: --port names another.\n`)
    assert.deepEqual([other.status, other.stdout], [1, ''])
    assert.equal(other.stderr, `${taken}: --metrics-port names another.\n`)
  })

  test('a host that is not here', async () => {
    const { status, stderr } = await program.run(
      ...['serve', '--host', '203.0.113.7', '--base-url', 'https://c.example', '--port', '0'],
    )
    assert.equal(status, 1)
    assert.equal(stderr, 'hallpass: --host 203.0.113.7 is no address of this machine.\n')
  })

  test('data that is none of ours, in one sentence', async () => {
    writeFileSync(program.path('text.db'), 'This is a text, and no database at all.\n'.repeat(50))
    mkdirSync(program.path('folder'))
    for (const [data, sentence] of [
      ['text.db', 'text.db is not a database.'],
      ['folder', 'folder cannot be opened: it is a folder.'],
      ['none/consent.db', 'none/consent.db cannot be opened: there is no such folder.'],
    ] as const) {
      const { status, stderr } = await program.run('serve', '--data', data, '--port', '0')
      assert.deepEqual([status, stderr], [1, `hallpass: ${sentence}\n`])
    }
    assert.match(readFileSync(program.path('text.db'), 'utf8'), /^This is a text/)
  })

  test('a key file that is not there', async () => {
    const settings = { HALLPASS_DASHBOARD_KEY_FILE: 'none' }
    const { status, stderr } = await program.runWith(settings, 'serve')
    assert.equal(status, 1)
    assert.equal(
      stderr,
      'hallpass: HALLPASS_DASHBOARD_KEY_FILE names none, which cannot be read: there is no such file.\n',
    )
  })

  test('a folder that this user may not write in', async () => {
    mkdirSync(program.path('closed'))
    chmodSync(program.path('closed'), 0o555)
    const { status, stderr } = await program.runAsNobody('serve', '--data', 'closed/consent.db')
    assert.equal(status, 1)
    assert.match(stderr, /^hallpass: closed\/consent\.db cannot be opened: this user may not /)
  })
})
