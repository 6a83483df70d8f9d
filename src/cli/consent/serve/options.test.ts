import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { UsageError } from '../../usage.ts'
import { serveArguments } from './options.ts'

const KEY = 'hunter2-hunter2-hunter2'

describe('the options of serve', () => {
  test('have defaults', () => {
    assert.deepEqual(serveArguments([], {}), {
      target: { data: 'consent.db' },
      port: 8700,
      metricsPort: undefined,
      host: '127.0.0.1',
      baseUrl: undefined,
      organisation: undefined,
      dashboardKey: undefined,
      trustedProxies: [],
    })
    assert.equal(serveArguments(['--help', '--port', 'x'], {}), undefined)
  })

  test('come from the command line and the environment', () => {
    const ports = ['--port', '80', '--metrics-port', '9464']
    const args = [...ports, '--host', '[::]', '--data', 'a.db', '--organisation', ' Shops ']
    const env = {
      HALLPASS_BASE_URL: 'https://Consent.example/',
      HALLPASS_DASHBOARD_KEY: KEY,
      HALLPASS_TRUSTED_PROXIES: '10.0.0.0/8, loopback,',
    }
    assert.deepEqual(serveArguments(args, env), {
      target: { data: 'a.db' },
      port: 80,
      metricsPort: 9464,
      host: '::',
      baseUrl: 'https://consent.example',
      organisation: 'Shops',
      dashboardKey: KEY,
      trustedProxies: ['10.0.0.0/8', 'loopback'],
    })
    const option = serveArguments(['--base-url', 'http://localhost:8700'], env)
    assert.equal(option?.baseUrl, 'http://localhost:8700')
  })

  for (const [what, args, env, message] of [
    ['a port', ['--port', '65536'], {}, /--port must be a number/],
    ['a port that is no number', ['--port', ''], {}, /--port must be a number/],
    ['a port of metrics', ['--metrics-port', 'x'], {}, /--metrics-port must be a number/],
    ['no port of metrics', ['--metrics-port', ''], {}, /--metrics-port must be a number/],
    ['one port for both', ['--metrics-port', '8700'], {}, /must be another than --port/],
    ['an empty host', ['--host', ''], {}, /--host must be an address/],
    ['others let in without a base URL', ['--host', '0.0.0.0'], {}, /say with --base-url/],
    [
      'a base URL without a scheme',
      ['--base-url', 'consent.example'],
      {},
      /--base-url is not a URL/,
    ],
    [
      'a base URL of http',
      ['--base-url', 'http://c.example'],
      {},
      /--base-url must start with https/,
    ],
    ['a path', ['--base-url', 'https://c.example/x'], {}, /--base-url must not have a path: the/],
    ['a setting', [], { HALLPASS_BASE_URL: 'ftp://c' }, /HALLPASS_BASE_URL must start with https/],
    ['a short key', [], { HALLPASS_DASHBOARD_KEY: 'hunter2' }, /at least 16 characters.*keys new/],
    [
      'the words of the docs',
      [],
      { HALLPASS_DASHBOARD_KEY: 'make one with: hallpass keys new hunter2' },
      /^HALLPASS_DASHBOARD_KEY is the words .*`npx hallpass keys new` prints one$/,
    ],
    ['a proxy', [], { HALLPASS_TRUSTED_PROXIES: '10.0.0.0/8,x' }, /PROXIES: x must be an address/],
    ['no name', ['--organisation', ' '], {}, /--organisation must be a name/],
    ['another word', ['now'], {}, /consent serve takes no other words/],
    ['another option', ['--colour'], {}, /--colour/],
    ['two databases', ['--data', 'a.db'], { DATABASE_URL: 'postgres://h/d' }, /leave --data/],
  ] as const) {
    test(`${what}: wrong usage`, () => {
      assert.throws(
        () => serveArguments(args, env),
        (error) => {
          assert.ok(error instanceof UsageError)
          assert.match(error.message, message)
          assert.doesNotMatch(error.message, /hunter2/)
          assert.equal(error.help, 'hallpass consent serve --help')
          return true
        },
      )
    })
  }
})
