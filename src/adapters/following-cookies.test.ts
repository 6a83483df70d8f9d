import assert from 'node:assert/strict'
import { test } from 'node:test'

// `next/headers` is there only in an app on Next.js, where the adapter suite runs the rest.
import { followingCookies } from './following-cookies.ts'

const line = (text: string) => ['set-cookie', text] as const

test('a cookie that is set replaces every one of its name', () => {
  const changed = [line('a=9; Path=/; HttpOnly'), line('c=3; Max-Age=60')]
  assert.equal(followingCookies('a=1; b=2; a=0', changed), 'b=2; a=9; c=3')
})

test('a cookie that is cleared is gone', () => {
  assert.equal(followingCookies('a=1; b=2; a=0', [line('a=; Path=/; Max-Age=0')]), 'b=2')
  assert.equal(followingCookies('a=1', [line('a=; max-age=0; Path=/')]), '')
})

test('names that begin alike are told apart', () => {
  const changed = [line('hallpass=; Max-Age=0'), line('hallpass.1=x; Path=/')]
  assert.equal(
    followingCookies('hallpass=1; hallpass.1=2; hallpass.2=3', changed),
    'hallpass.2=3; hallpass.1=x',
  )
})

test('a name that begins with a space of another kind keeps it', () => {
  const planted = '\u00a0__Host-a=1'
  assert.equal(
    followingCookies(`${planted};b=2; \t c=3`, [line('d=4')]),
    `${planted}; b=2; c=3; d=4`,
  )
})

test('other headers change nothing', () => {
  assert.equal(followingCookies('a=1', [['cache-control', 'no-store']]), 'a=1')
  assert.equal(followingCookies('', []), '')
})
