/** Wrong settings: nothing is served, and one page of text says all that is wrong. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, test } from 'node:test'
import { serveGuard } from '../../src/proxy/server/serve.ts'
import { rejection } from '../rejection.ts'
import { LoggedLines } from '../support/clock.ts'
import { certificate } from './serve-certificate.ts'
import { GuardProgram, SETTINGS, type Settings } from './serve-program.ts'

const UPSTREAM = { HALLPASS_UPSTREAM: 'http://127.0.0.1:9000' }

/** What is wrong with settings, a line each. */
async function faults(settings: Settings, without: readonly string[] = []): Promise<string[]> {
  const env: Record<string, string> = { ...SETTINGS, ...UPSTREAM, ...settings }
  for (const name of without) delete env[name]
  const error = await rejection(serveGuard(env, { logger: new LoggedLines() }))
  assert.equal(error.code, 'invalid_config')
  for (const { message } of error.issues ?? []) assert.doesNotMatch(message, /hunter2/)
  return (error.issues ?? []).map(({ path, message }) => `${path} ${message}`)
}

describe('a wrong setting of the server', () => {
  const cases: readonly [Settings, RegExp][] = [
    [{ HALLPASS_PORT: '65536' }, /^HALLPASS_PORT must be a number from 0 to 65535$/],
    [{ HALLPASS_PORT: 'hunter2' }, /^HALLPASS_PORT must be a number/],
    [
      { HALLPASS_PORT: '"8080"' },
      /^HALLPASS_PORT has quotes around its value, .*: leave them out$/,
    ],
    [{ HALLPASS_BASE_URL: "'https://a.example'" }, /^HALLPASS_BASE_URL has quotes around/],
    [{ HALLPASS_HOST: 'a b' }, /^HALLPASS_HOST must be an address of this machine/],
    [{ HALLPASS_HOST: '0.0.0.0' }, /^HALLPASS_BASE_URL is missing: HALLPASS_HOST 0\.0\.0\.0 lets/],
    [{ HALLPASS_UPSTREAM: 'hunter2' }, /^HALLPASS_UPSTREAM must be a URL such as/],
    [{ HALLPASS_UPSTREAM: 'ftp://a' }, /^HALLPASS_UPSTREAM must be a URL such as/],
    [{ HALLPASS_UPSTREAM: 'http://a:hunter2@b' }, /^HALLPASS_UPSTREAM must be a URL such as/],
    [{ HALLPASS_UPSTREAM: 'http://localhost:8701' }, /^HALLPASS_UPSTREAM is the address of this/],
    [
      { HALLPASS_BASE_URL: 'https://app.example', HALLPASS_UPSTREAM: 'https://app.example' },
      /^HALLPASS_UPSTREAM is the address of this server itself/,
    ],
    [
      { HALLPASS_FORWARD_AUTH: 'true', HALLPASS_BASE_URL: 'https://app.example' },
      /^HALLPASS_FORWARD_AUTH contradicts HALLPASS_UPSTREAM: give one of them$/,
    ],
    [{ HALLPASS_ACCESS_LOG: 'On?' }, /^HALLPASS_ACCESS_LOG must be/],
    [{ HALLPASS_METRICS_PORT: '-1' }, /^HALLPASS_METRICS_PORT must be a number/],
    [
      { HALLPASS_METRICS_PORT: '8701' },
      /^HALLPASS_METRICS_PORT must be another than HALLPASS_PORT/,
    ],
    [{ HALLPASS_METRICS_HOST: '::1' }, /^HALLPASS_METRICS_HOST needs HALLPASS_METRICS_PORT$/],
    [{ HALLPASS_UPSTREAM_TIMEOUT: '0' }, /^HALLPASS_UPSTREAM_TIMEOUT must be a number of seconds/],
    [{ HALLPASS_UPSTREAM_CONNECT_TIMEOUT: '5s' }, /^HALLPASS_UPSTREAM_CONNECT_TIMEOUT must be/],
    [{ HALLPASS_HEALTH_PATH: 'health' }, /^HALLPASS_HEALTH_PATH must be a path such as \/health$/],
    [{ HALLPASS_IDENTITY_HEADERS: 'x-user' }, /^HALLPASS_IDENTITY_HEADERS must be some of x-forw/],
    [{ HALLPASS_ACCESS_LOG: 'all' }, /^HALLPASS_ACCESS_LOG must be on, off or users$/],
    [{ HALLPASS_TLS_CERT: '/none' }, /^HALLPASS_TLS_KEY is missing: HALLPASS_TLS_CERT needs it$/],
    [{ HALLPASS_TLS_KEY: '/none' }, /^HALLPASS_TLS_CERT is missing: HALLPASS_TLS_KEY needs it$/],
    [{ HALLPASS_UPSTREM: 'http://a' }, /^HALLPASS_UPSTREM is no setting: write HALLPASS_UPSTREAM$/],
    [{ HALLPASS_BASE_URL: 'http://app.example' }, /^HALLPASS_BASE_URL must start with https/],
    [
      {
        HALLPASS_BASE_URL: 'https://a.example,https://b.example',
        HALLPASS_UPSTREAM: 'https://b.example',
      },
      /^HALLPASS_UPSTREAM is the address of this server itself/,
    ],
  ]
  for (const [settings, said] of cases) {
    test(Object.entries(settings).join(' ').replaceAll(',', '='), async () => {
      const found = await faults(settings)
      assert.equal(found.length, 1, found.join('\n'))
      assert.match(found[0] ?? '', said)
    })
  }

  test('neither true nor false', async () => {
    const settings = { HALLPASS_FORWARD_AUTH: 'maybe', HALLPASS_BASE_URL: 'https://app.example' }
    assert.deepEqual(await faults(settings, ['HALLPASS_UPSTREAM']), [
      'HALLPASS_FORWARD_AUTH must be true or false',
    ])
  })

  test('no app, and nothing else that is to be done', async () => {
    assert.match(
      (await faults({}, ['HALLPASS_UPSTREAM'])).join('\n'),
      /^HALLPASS_UPSTREAM is missing: name the app .* or set HALLPASS_FORWARD_AUTH=true$/,
    )
  })

  test('another proxy that asks, and no address that visitors see', async () => {
    assert.match(
      (await faults({ HALLPASS_FORWARD_AUTH: 'true' }, ['HALLPASS_UPSTREAM'])).join('\n'),
      /^HALLPASS_BASE_URL is missing: another proxy answers visitors: say at which address/,
    )
  })

  test('all at once, with those of the guard', async () => {
    const settings = { HALLPASS_PORT: 'x', HALLPASS_ACCESS_LOG: 'x', HALLPASS_GUARD_MODE: 'x' }
    const found = await faults(settings, ['AGS_CLIENT_ISSUER', 'AGS_CLIENT_SECRET'])
    assert.deepEqual(found.map((line) => line.split(' ')[0]).sort(), [
      'AGS_CLIENT_ISSUER',
      'AGS_CLIENT_SECRET',
      'HALLPASS_ACCESS_LOG',
      'HALLPASS_GUARD_MODE',
      'HALLPASS_PORT',
    ])
  })
})

test('an upstream for a host that is none of the addresses', async () => {
  const program = new GuardProgram()
  const hosts = async (base: string, ...names: readonly string[]) => {
    const upstreams = names.map((host) => ({ url: 'http://127.0.0.1:9000', host }))
    const config = program.file('upstreams.json', JSON.stringify({ upstreams }))
    const settings = { HALLPASS_CONFIG: config, HALLPASS_BASE_URL: base }
    return await faults(settings, ['HALLPASS_UPSTREAM'])
  }
  assert.deepEqual(
    await hosts(
      'https://shop.example, https://news.example:8443, https://a.example/b',
      'shop.example',
      'mews.example',
      'News.example',
      'news.example:8443',
      'news.example:443',
    ),
    [
      'HALLPASS_BASE_URL address 3 must not have a path; routes are set in "routes"',
      'HALLPASS_CONFIG: upstreams[1].host is not among HALLPASS_BASE_URL',
      'HALLPASS_CONFIG: upstreams[4].host is not among HALLPASS_BASE_URL',
    ],
  )
  assert.deepEqual(await hosts('', 'localhost', 'shop.example'), [
    'HALLPASS_CONFIG: upstreams[1].host is not among HALLPASS_BASE_URL',
  ])
})

describe('a wrong certificate', () => {
  const program = new GuardProgram()
  const text = program.file('text.pem', 'hunter2 is no certificate')

  test('is named by what is wrong with it', async () => {
    const [one, other] = [await certificate(program, 'one'), await certificate(program, 'other')]
    for (const [cert, key, said] of [
      ['/none', one.key, /^HALLPASS_TLS_CERT names a file that cannot be read \(ENOENT\)$/],
      [one.cert, '/', /^HALLPASS_TLS_KEY names a file that cannot be read \(EISDIR\)$/],
      [text, one.key, /^HALLPASS_TLS_CERT names a file that holds no certificate as PEM$/],
      [one.cert, text, /^HALLPASS_TLS_KEY names a file that holds no private key without a pass/],
      [one.cert, other.key, /^HALLPASS_TLS_KEY names a key that is not the one of the certificate/],
    ] as const) {
      const found = await faults({ HALLPASS_TLS_CERT: cert, HALLPASS_TLS_KEY: key })
      assert.equal(found.length, 1, found.join('\n'))
      assert.match(found[0] ?? '', said)
    }
  })

  test('contradicts an address of http', async () => {
    const { cert, key } = await certificate(program, 'http')
    const tls = { HALLPASS_TLS_CERT: cert, HALLPASS_TLS_KEY: key }
    for (const base of ['http://localhost:8701', 'http://a.localhost, http://b.localhost']) {
      const found = await faults({ ...tls, HALLPASS_BASE_URL: base })
      assert.equal(found.length, 1, found.join('\n'))
      assert.match(found[0] ?? '', /^HALLPASS_BASE_URL begins with http:/)
    }
  })
})

describe('hallpass guard serve that cannot', () => {
  const program = new GuardProgram()

  test('says all that is wrong on one page, in the words of the command line, and ends with 1', async () => {
    const settings = { ...SETTINGS, HALLPASS_ACCESS_LOG: 'hunter2' }
    const { status, stdout, stderr } = await program.run(settings, '--port', 'hunter2')
    assert.deepEqual([status, stdout], [1, ''])
    assert.equal(
      stderr,
      `hallpass: the guard was not started: 3 settings are wrong.

  - --port must be a number from 0 to 65535
  - HALLPASS_ACCESS_LOG must be on, off or users
  - HALLPASS_UPSTREAM is missing: name the app that is to be guarded, such as http://127.0.0.1:9000, or set HALLPASS_FORWARD_AUTH=true

Nothing is served until this is right. "hallpass doctor" checks the settings against the
provider. All of them: https://github.com/hallpass/hallpass/blob/main/docs/guard-settings.md
`,
    )
  })

  test('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const port = String((server.address() as { port: number }).port)
    const settings = { ...SETTINGS, ...UPSTREAM }
    const first = await program.run(settings, '--port', port)
    const other = await program.run(settings, '--port', '0', '--metrics-port', port)
    const named = await program.run({ ...settings, HALLPASS_PORT: port })
    server.close()
    assert.equal(first.status, 1)
    assert.equal(first.stderr, `hallpass: Port ${port} is taken: --port names another.\n`)
    assert.equal(other.status, 1)
    assert.equal(other.stderr, `hallpass: Port ${port} is taken: --metrics-port names another.\n`)
    assert.equal(named.stderr, `hallpass: Port ${port} is taken: HALLPASS_PORT names another.\n`)
  })

  test('a host that is not here', async () => {
    const settings = { ...SETTINGS, ...UPSTREAM, HALLPASS_BASE_URL: 'https://app.example' }
    const { status, stderr } = await program.run(settings, '--host', '203.0.113.7', '--port', '0')
    assert.deepEqual([status, stderr], [1, 'hallpass: --host is no address of this machine.\n'])
  })

  test('an env file that is not there, and a word too many', async () => {
    // Node looks for this option behind a program's name, too, and reads the file before it does.
    const { status, stderr } = await program.run({}, '--env-file', 'none.env')
    assert.notEqual(status, 0)
    assert.match(stderr, /none\.env: not found|--env-file none\.env cannot be read/)
    assert.equal((await program.run({}, 'now')).status, 2)
  })
})
