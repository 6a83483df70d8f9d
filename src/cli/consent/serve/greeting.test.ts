import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greeting } from './greeting.ts'

const READY = {
  baseUrl: 'https://consent.example',
  listens: 'http://127.0.0.1:8700',
  metrics: 'http://127.0.0.1:9464/metrics',
  data: 'consent.db',
  option: '',
  hasDashboard: true,
  sites: 1,
}
const plain = (text: string) => text

test('the addresses', () => {
  assert.equal(
    greeting(READY, plain),
    `The consent service is running

  Service     https://consent.example
  Listens on  http://127.0.0.1:8700
  Choices     https://consent.example/choices
  Dashboard   https://consent.example/dashboard
  Status      https://consent.example/_status/check
  Metrics     http://127.0.0.1:9464/metrics
  Data        consent.db

`,
  )
})

test('what is to be done next', () => {
  const first = greeting(
    { ...READY, metrics: undefined, hasDashboard: false, sites: 0, option: ' --data a.db' },
    plain,
  )
  assert.doesNotMatch(first, /Metrics/)
  assert.match(first, /^ {2}Dashboard {3}off$/m)
  assert.match(first, /^ {2}hallpass keys new --name HALLPASS_DASHBOARD_KEY$/m)
  assert.match(first, /^ {2}hallpass consent site add https:\/\/shop\.example --data a\.db$/m)
})
