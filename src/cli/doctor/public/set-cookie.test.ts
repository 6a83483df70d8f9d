import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSetCookie } from './set-cookie.ts'

test('a line is read with its attributes, whatever their case', () => {
  const { name, value, attributes } = readSetCookie('__Host-a=b=c; Path=/; SECURE; samesite = Lax')
  assert.equal(name, '__Host-a')
  assert.equal(value, 'b=c')
  assert.deepEqual(
    [...attributes],
    [
      ['path', '/'],
      ['secure', ''],
      ['samesite', 'Lax'],
    ],
  )
})

test('a line that says nothing is a cookie of that name', () => {
  assert.deepEqual(readSetCookie('a').attributes.size, 0)
  assert.equal(readSetCookie('').name, '')
})
