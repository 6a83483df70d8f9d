import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { tameJson } from './tame-json.ts'

const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

test('JSON of a usual depth stays as it is', () => {
  for (const value of [null, 1, 'x', true, [], {}, { a: [{ b: null }] }, nested(128)]) {
    assert.deepEqual(tameJson(structuredClone(value)), value)
  }
})

test('a member __proto__ is left out at any depth, and no other', () => {
  const text = '{"__proto__":{"a":1},"b":[{"__proto__":2,"constructor":{"prototype":3}}]}'
  const tame = tameJson(JSON.parse(text))
  assert.equal(JSON.stringify(tame), '{"b":[{"constructor":{"prototype":3}}]}')
})

test('what is nested too deeply is refused, and so is what has no end', () => {
  const ring: Record<string, unknown> = {}
  Object.assign(ring, { a: ring, b: ring })
  for (const value of [nested(129), nested(500_000), ring]) {
    assert.equal(refusal(() => tameJson(value)).code, 'bad_request')
  }
})

test('what cannot be changed is no fault', () => {
  const frozen = Object.freeze(JSON.parse('{"__proto__":1}'))
  assert.equal(tameJson(frozen), frozen)
})
