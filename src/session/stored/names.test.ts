import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isStoredId, newStoredId, providerIndex, publicId, sessionKey, userIndex } from './names.ts'

describe('the id of a stored session', () => {
  test('is 256 random bits, and another one each time', () => {
    const ids = Array.from({ length: 200 }, newStoredId)
    assert.equal(new Set(ids).size, ids.length)
    assert.ok(ids.every((id) => isStoredId(id) && Buffer.from(id, 'base64url').length === 32))
  })

  test('has one spelling', () => {
    const id = newStoredId()
    for (const other of [
      '',
      id.slice(1),
      `${id}A`,
      `${id.slice(0, 42)}B`,
      `${id}=`,
      `c2.${id}`,
      ` ${id}`,
    ]) {
      assert.equal(isStoredId(other), false, other)
    }
  })

  test('is not in any name of the store, and neither is who the user is', () => {
    const id = newStoredId()
    assert.ok(!sessionKey(publicId(id)).includes(id))
    const names = [
      userIndex('https://id.example', 'una'),
      providerIndex('https://id.example', 'shop', 'sid-1'),
    ]
    for (const name of names) assert.doesNotMatch(name, /una|sid-1|example/)
    assert.notEqual(userIndex('a', 'b\nc'), userIndex('a\nb', 'c'))
  })
})
