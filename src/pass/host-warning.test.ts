import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { publicUrls } from '../http/public-url.ts'
import { hostWarning } from './host-warning.ts'

test('warns once of a login at another host than the base URL, with both', () => {
  const warnings: unknown[] = []
  const warn = (_message: string, fields?: unknown) => warnings.push(fields)
  const logger = { info() {}, warn, error() {} }
  const check = hostWarning(publicUrls({ baseUrl: 'http://localhost:3000' }), logger)
  const at = (host: string) => check(exchangeOf({ headers: { host } }))
  at('localhost:3000')
  at('LOCALHOST:3000')
  assert.deepEqual(warnings, [])
  at('127.0.0.1:3000')
  at('127.0.0.1:3000')
  assert.deepEqual(warnings, [{ host: '127.0.0.1:3000', baseUrl: 'http://localhost:3000' }])
})
