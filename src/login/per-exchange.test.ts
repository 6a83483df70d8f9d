import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import type { ConfigIssue } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import { type PerExchange, perExchange } from './per-exchange.ts'

interface Options {
  readonly host: string
  readonly size?: number
}

function check(options: object): ConfigIssue[] {
  const { host, size } = options as Record<string, unknown>
  return [
    ...(typeof host === 'string' && host !== '' ? [] : [{ path: 'login.host', message: 'is bad' }]),
    ...(size === undefined || typeof size === 'number'
      ? []
      : [{ path: 'login.size', message: 'is bad' }]),
  ]
}

const resolver = (options: PerExchange<Options>) =>
  perExchange<Options, { made: Options }>(options, check, (made) => ({ made }))

const at = (host: string) => exchangeOf({ headers: { host } })
const byHost = (exchange: Exchange) => exchange.header('host') ?? ''

describe('perExchange', () => {
  test('makes the settings of plain options once, with or without a request', () => {
    const { issues, fixed, resolve } = resolver({ host: 'a', size: 1 })
    assert.deepEqual([issues, fixed], [[], true])
    assert.deepEqual(resolve(undefined), { made: { host: 'a', size: 1 } })
    assert.equal(resolve(at('b')), resolve(undefined))
  })

  test('asks a function for each request, and gives equal settings for equal answers', () => {
    const { issues, fixed, resolve } = resolver({ host: byHost, size: 1 })
    assert.deepEqual([issues, fixed], [[], false])
    const first = resolve(at('a.example'))
    assert.deepEqual(first, { made: { host: 'a.example', size: 1 } })
    assert.equal(resolve(at('a.example')), first)
    assert.deepEqual(resolve(at('b.example')).made.host, 'b.example')
  })

  test('stays bounded, however many hosts there are', () => {
    const { resolve } = resolver({ host: byHost })
    const first = resolve(at('0'))
    for (let n = 1; n <= 200; n++) resolve(at(`${n}`))
    assert.notEqual(resolve(at('0')), first)
    assert.deepEqual(resolve(at('0')), first)
  })

  test('finds the faults of values at construction, and of functions at the request', () => {
    const options = { host: byHost, size: 'x' } as unknown as PerExchange<Options>
    assert.deepEqual(resolver(options).issues, [{ path: 'login.size', message: 'is bad' }])
    const error = refusal(() => resolver({ host: byHost }).resolve(at('')))
    assert.equal(error.code, 'invalid_config')
    assert.deepEqual(error.issues, [{ path: 'login.host', message: 'is bad' }])
  })

  test('says which options need a request when there is none', () => {
    const error = refusal(() => resolver({ host: byHost, size: () => 1 }).resolve(undefined))
    assert.match(error.message, /host, size needs a request/)
  })

  test('lets through what the function of an option throws', () => {
    const fail = () => {
      throw new Error('no tenant')
    }
    assert.throws(() => resolver({ host: fail }).resolve(at('a')), /no tenant/)
  })
})
