import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greeting, type Ready } from './greeting.ts'

const READY: Ready = {
  baseUrls: ['http://localhost:8701'],
  url: 'http://127.0.0.1:8701',
  bound: 'http://127.0.0.1:8701',
  metrics: undefined,
  access: 'public',
  rules: 2,
  upstreams: [{ name: 'http://127.0.0.1:9000', isUp: true }],
  asked: undefined,
  callbackPath: '/oidc_callback',
  signOutPath: '/sign-out',
  warnings: [],
}
const plain = (text: string) => text

test('the addresses, and what must be registered', () => {
  assert.equal(
    greeting(READY, plain),
    `The guard is running

  Address  http://localhost:8701
  Guards   2 rules; all else is open
  App      http://127.0.0.1:9000
  Status   http://127.0.0.1:8701/_status/check

Registered at the provider there must be:
  redirect URI              http://localhost:8701/oidc_callback
  post-logout redirect URI  http://localhost:8701/sign-out

`,
  )
})

test('of several addresses, each with what must be registered', () => {
  const text = greeting({ ...READY, baseUrls: ['https://a.example', 'https://b.example'] }, plain)
  for (const name of ['a', 'b']) {
    assert.ok(text.includes(`  Address     https://${name}.example\n`), text)
    assert.match(
      text,
      new RegExp(`^ {2}redirect URI .* https://${name}\\.example/oidc_callback$`, 'm'),
    )
    assert.match(text, new RegExp(`^ {2}post-logout .* https://${name}\\.example/sign-out$`, 'm'))
  }
})

test('what an operator must know', () => {
  const text = greeting(
    {
      ...READY,
      baseUrls: ['https://app.example'],
      bound: 'http://0.0.0.0:8701',
      metrics: 'http://127.0.0.1:9464/metrics',
      access: 'login',
      rules: 0,
      upstreams: [{ name: 'http://127.0.0.1:9000', isUp: false }],
      asked: 'http://127.0.0.1:8701/_hallpass/auth',
      warnings: ['one', 'two'],
    },
    plain,
  )
  assert.match(text, /^ {2}Listens on {2}http:\/\/0\.0\.0\.0:8701$/m)
  assert.match(text, /^ {2}Status {6}http:\/\/127\.0\.0\.1:8701\/_status\/check$/m)
  assert.match(text, /^ {2}Guards {6}every path: login$/m)
  assert.match(text, /^ {2}App {9}http:\/\/127\.0\.0\.1:9000 \(DOES NOT ANSWER\)$/m)
  assert.match(text, /^ {2}Asked at {4}http:\/\/127\.0\.0\.1:8701\/_hallpass\/auth$/m)
  assert.match(text, /^ {2}Metrics {5}http:\/\/127\.0\.0\.1:9464\/metrics$/m)
  assert.match(text, /\nWarning: one\n\nWarning: two\n\n$/)
})
