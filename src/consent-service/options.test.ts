import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { type ConsentServiceOptions, checkServiceOptions } from './options.ts'
import type { ConsentStore } from './store/port.ts'

const none = async () => {}
const store = {
  record: none,
  visitor: none,
  takeCode: none,
  secret: none,
  close: none,
} as unknown as ConsentStore
const baseUrl = 'https://consent.example/'

function faults(options: unknown): string[] {
  const error = refusal(() => checkServiceOptions(options as ConsentServiceOptions))
  assert.equal(error.code, 'invalid_config')
  return (error.issues ?? []).map(({ path, message }) => `${path}: ${message}`)
}

test('what is right', () => {
  const { baseUrl: base, organisation, dashboard } = checkServiceOptions({ store, baseUrl })
  assert.equal(base, 'https://consent.example')
  assert.equal(organisation, 'consent.example')
  assert.equal(dashboard, undefined)
  const key = 'k'.repeat(16)
  assert.deepEqual(checkServiceOptions({ store, baseUrl, dashboard: { key } }).dashboard, {
    kind: 'key',
    key,
  })
})

test('everything that is wrong, at once', () => {
  const found = faults({
    store: {},
    baseUrl: 'http://consent.example',
    organisation: '',
    dashboard: { key: 'short' },
    trustedProxies: ['nearby'],
    limits: { sites: { perSecond: 0, burst: 0 }, visitor: {} },
    logger: console.log,
    port: 8700,
  }).join('\n')
  for (const path of [
    'store: must be what openStore',
    'baseUrl: must start with https://',
    'organisation: must not be empty',
    'dashboard.key: must have at least 16',
    'trustedProxies: must be an address',
    'limits.sites.perSecond: must be above 0',
    'limits.sites.burst: must be at least 1',
    'limits.visitor: is not an option: write visitors',
    'logger',
    'port: is not an option',
  ]) {
    assert.ok(found.includes(path), `${path} in\n${found}`)
  }
  assert.doesNotMatch(found, /short/)
})

test('a key of the dashboard that is the words of the docs', () => {
  const key = 'make one with: npx hallpass keys new --name HALLPASS_DASHBOARD_KEY'
  const [fault = ''] = faults({ store, baseUrl, dashboard: { key } })
  assert.match(fault, /^dashboard\.key: is the words .*`npx hallpass keys new` prints one$/)
})

test('no options, no pass, a requirement that says nothing known', () => {
  assert.equal(faults(undefined).length, 1)
  assert.match(
    faults({ store, baseUrl, dashboard: { pass: {}, access: 'login' } })[0] ?? '',
    /dashboard/,
  )
  const pass = { handle: none, loginPath: none, visitor: none }
  assert.match(faults({ store, baseUrl, dashboard: { pass } })[0] ?? '', /dashboard.access/)
  assert.match(
    faults({ store, baseUrl, dashboard: { pass, access: { grup: 'x' } } })[0] ?? '',
    /dashboard/,
  )
})
