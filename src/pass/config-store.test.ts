import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { optionsOf } from '../../tests/support/core-of.ts'
import { oidc } from '../login/oidc.ts'
import { memoryStore } from '../stores/memory/memory.ts'
import { checkConfig } from './config.ts'

describe('session.store', () => {
  const faults = (parts: object) =>
    (refusal(() => checkConfig({ ...optionsOf(), ...parts })).issues ?? []).map(
      ({ path, message }) => `${path} ${message}`,
    )

  test('is a store', () => {
    for (const store of [null, 5, {}, { get() {} }, new Map()]) {
      assert.deepEqual(faults({ session: { store } }), [
        'session.store must be a store, as hallpass/stores/redis makes one',
      ])
    }
    assert.ok(checkConfig(optionsOf({ session: { store: memoryStore() } })))
  })

  test('that came out undefined is a fault, and no sealed cookie', () => {
    assert.deepEqual(faults({ session: { store: undefined } }), ['session.store is missing'])
  })

  test('is not beside a provider that keeps its tokens in cookies', () => {
    const login = {
      ...oidc({ issuer: 'https://id.example', clientId: 'shop' }),
      backend: (sealed: unknown) => sealed,
    }
    const [fault, ...others] = faults({ login, session: { store: memoryStore() } })
    assert.match(fault ?? '', /^session.store cannot be with a provider/)
    assert.deepEqual(others, [])
  })
})
