import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { mayReadMetrics } from './metrics-route.ts'

const BASE = 'https://consent.example'

function reads(remoteAddress: string, headers: Record<string, string> = {}): boolean {
  return mayReadMetrics(exchangeOf({ url: '/metrics', remoteAddress, headers }), BASE)
}

test('a private peer reads metrics', () => {
  for (const peer of [
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    'fd00::1',
    'fe80::1%eth0',
  ]) {
    assert.ok(reads(peer, { host: '10.0.0.5:8700' }), peer)
  }
})

test('nobody else does', () => {
  for (const peer of [
    '192.0.2.7',
    '172.32.0.1',
    '2001:db8::1',
    '::ffff:192.0.2.7',
    '',
    'unknown',
  ]) {
    assert.ok(!reads(peer), peer)
  }
  assert.ok(!mayReadMetrics(exchangeOf({ url: '/metrics' }), BASE))
})

test('a proxy does not ask for itself', () => {
  for (const name of ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP']) {
    assert.ok(!reads('127.0.0.1', { [name]: '127.0.0.1' }), name)
  }
  assert.ok(!reads('127.0.0.1', { host: 'consent.example' }))
  assert.ok(
    mayReadMetrics(
      exchangeOf({ remoteAddress: '127.0.0.1', headers: { host: 'consent.localhost:8700' } }),
      'http://consent.localhost:8700',
    ),
  )
})
