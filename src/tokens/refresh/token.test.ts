import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { digestOf, isAuthentic, isSessionId, partsOf, successorOf, tokenOf } from './token.ts'

const ID = 'Zxz1DuMbr1A5nY8ne82UNQ'
const key = randomBytes(32)
const secret = randomBytes(32)
const token = tokenOf(ID, secret, key)
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('the text of a token', () => {
  test('has a name that scanners of secrets can look for, and no other characters than a header takes', () => {
    assert.match(token, /^hpr_[\w-]{86}$/)
  })

  test('is read as it was written, and is authentic', () => {
    fc.assert(
      fc.property(bytes(16), bytes(32), bytes(32), (id, secret, key) => {
        const name = Buffer.from(id).toString('base64url')
        const parts = partsOf(tokenOf(name, secret, key))
        assert.ok(parts)
        assert.equal(parts.id, name)
        assert.deepEqual(Uint8Array.from(parts.secret), secret)
        assert.ok(isAuthentic(parts, key))
      }),
      PROPERTY_RUNS,
    )
  })

  test('changed in any character it is no token, or not authentic', () => {
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.string({ minLength: 1, maxLength: 2 }),
        (at, put) => {
          const changed = token.slice(0, at) + put + token.slice(at + 1)
          fc.pre(changed !== token)
          const parts = partsOf(changed)
          assert.ok(parts === undefined || !isAuthentic(parts, key))
        },
      ),
      PROPERTY_RUNS,
    )
  })

  test('garbage is no token, whatever it is', () => {
    const strange = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String({ maxLength: 120 }))
    fc.assert(
      fc.property(strange, (garbage) => {
        assert.equal(partsOf(garbage), undefined)
        const named = partsOf(`hpr_${garbage}`)
        assert.ok(named === undefined || !isAuthentic(named, key))
      }),
      PROPERTY_RUNS,
    )
    for (const other of [
      '',
      `${token}=`,
      ` ${token}`,
      token.slice(0, -1),
      `${token.slice(0, -1)}x`,
    ]) {
      assert.equal(partsOf(other), undefined, other)
    }
  })

  test('what was made for another session, or under another key, is not authentic', () => {
    const parts = partsOf(token)
    assert.ok(parts)
    assert.ok(!isAuthentic({ ...parts, id: 'AAAAAAAAAAAAAAAAAAAAAA' }, key))
    assert.ok(!isAuthentic(parts, randomBytes(32)))
  })
})

describe('the secret that follows', () => {
  test('is the same for the same secret and salt, and another for any other', () => {
    const salt = randomBytes(32)
    const next = successorOf(ID, secret, salt)
    assert.deepEqual(next, successorOf(ID, secret, salt))
    assert.equal(next.length, 32)
    for (const other of [
      successorOf(ID, secret, randomBytes(32)),
      successorOf(ID, randomBytes(32), salt),
      successorOf('AAAAAAAAAAAAAAAAAAAAAA', secret, salt),
      digestOf(secret),
      secret,
    ]) {
      assert.notDeepEqual(Buffer.from(next), Buffer.from(other))
    }
  })
})

test('an id is 16 bytes, written in one way', () => {
  assert.ok(isSessionId(ID))
  for (const other of [
    '',
    `${ID}A`,
    ID.slice(1),
    `${ID.slice(0, -1)}R`,
    `${ID}==`,
    1,
    undefined,
    {},
  ]) {
    assert.ok(!isSessionId(other), String(other))
  }
})
