import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CookieJar } from './cookie-jar.ts'

test('cookies are sent to their path and what is below it, and replaced by name', () => {
  const jar = new CookieJar()
  assert.equal(jar.header('/'), '')
  jar.store(['a=1; Path=/; HttpOnly', 'tx=2; Path=/auth', 'b=; Path=/'])
  assert.equal(jar.header('/'), 'a=1; b=')
  assert.equal(jar.header('/auth'), 'a=1; tx=2; b=')
  assert.equal(jar.header('/auth/login'), 'a=1; tx=2; b=')
  assert.equal(jar.header('/authors'), 'a=1; b=')
  jar.store(['a=3=4; path=/; Max-Age=3600'])
  assert.equal(jar.header('/'), 'a=3=4; b=')
})

test('one whose time is over is gone', () => {
  const jar = new CookieJar()
  jar.store(['a=1', 'b=2', 'c=3'])
  jar.store(['a=; Max-Age=0; Path=/', 'b=; max-age=-1', 'c=3; Max-Age=05'])
  assert.equal(jar.header('/'), 'c=3')
})
