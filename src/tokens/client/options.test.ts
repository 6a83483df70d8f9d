import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHallpassError } from '../../errors.ts'
import { checkedOptions, type TokenClientOptions } from './options.ts'

function faults(options: Record<string, unknown>): string[] {
  const untyped: Partial<TokenClientOptions> = options
  try {
    checkedOptions({ baseUrl: 'https://app.example', ...untyped })
  } catch (error) {
    assert.ok(isHallpassError(error))
    assert.equal(error.code, 'invalid_config')
    return (error.issues ?? []).map(({ path }) => path)
  }
  return []
}

test('every fault is told at once', () => {
  assert.deepEqual(
    faults({ baseUrl: 'app.example', storage: {}, now: 5, fetch: 'x', renewBefore: -1 }),
    ['baseUrl', 'storage', 'fetch', 'now', 'renewBefore'],
  )
})

test('a base is an http or https address without credentials', () => {
  for (const baseUrl of ['', '/', 'ftp://a.example', 'https://a:b@app.example', 'data:,', 5]) {
    assert.deepEqual(faults({ baseUrl }), ['baseUrl'], `${baseUrl}`)
  }
  for (const baseUrl of ['http://localhost:8702', new URL('https://app.example/api/')]) {
    assert.deepEqual(faults({ baseUrl }), [])
  }
})

test('paths stay on the origin, and are resolved as links are', () => {
  const paths = { login: '//evil.example/login', renew: 'https://evil.example', logout: 'out' }
  assert.deepEqual(faults({ paths }), ['paths.login', 'paths.renew'])
  const checked = checkedOptions({
    baseUrl: 'https://app.example/api/v1/',
    paths: { login: 'login', renew: '/renew' },
  })
  assert.deepEqual(
    Object.values(checked.paths).map(({ href }) => href),
    ['https://app.example/api/v1/login', 'https://app.example/renew', 'https://app.example/logout'],
  )
})

test('renewBefore is a number of seconds up to a day', () => {
  for (const renewBefore of [Number.NaN, -1, 86_401, '30', null]) {
    assert.deepEqual(faults({ renewBefore }), ['renewBefore'])
  }
  for (const renewBefore of [0, 30, 86_400]) assert.deepEqual(faults({ renewBefore }), [])
})
