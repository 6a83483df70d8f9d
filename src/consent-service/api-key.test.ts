import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiKeyHash, isApiKey, newApiKey } from './api-key.ts'

test('a key has its shape, its hash, and is another each time', () => {
  const { key, hash } = newApiKey()
  assert.match(key, /^hpk_[\w-]{43}$/)
  assert.ok(isApiKey(key))
  assert.equal(hash, apiKeyHash(key))
  assert.match(hash, /^[0-9a-f]{64}$/)
  assert.notEqual(newApiKey().key, key)
})

test('the hash is SHA-256', () => {
  // Of NIST's example "abc" (FIPS 180).
  assert.equal(
    apiKeyHash('abc'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('other texts are no keys', () => {
  for (const text of ['', 'hpk_', `hpk_${'a'.repeat(44)}`, `xpk_${'a'.repeat(43)}`, 'hpk_\n']) {
    assert.ok(!isApiKey(text))
  }
})
