import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../../tests/refusal.ts'
import { buildUrl, type UrlParts } from './build-url.ts'

const FULL = 'postgres://me:old@localhost:5432/shop?sslmode=require#x'

const BUILT: readonly (readonly [string, UrlParts, string])[] = [
  [FULL, {}, FULL],
  [FULL, { username: undefined, port: undefined }, FULL],
  [FULL, { scheme: 'mysql' }, 'mysql://me:old@localhost:5432/shop?sslmode=require#x'],
  [FULL, { username: 'you' }, 'postgres://you:old@localhost:5432/shop?sslmode=require#x'],
  [FULL, { hostname: 'db', port: 6000 }, 'postgres://me:old@db:6000/shop?sslmode=require#x'],
  [FULL, { path: 'other' }, 'postgres://me:old@localhost:5432/other?sslmode=require#x'],
  [FULL, { username: '', password: '', port: '' }, 'postgres://localhost/shop?sslmode=require#x'],
  ['http://a/b', { scheme: 'postgres' }, 'postgres://a/b'],
  ['postgres://a/b', { scheme: 'https', port: '443' }, 'https://a/b'],
  ['redis://a/0', { password: 'p@s/s:%41#?' }, 'redis://:p%40s%2Fs%3A%2541%23%3F@a/0'],
  ['redis://a%40b:c%2Fd@h', { hostname: '::1' }, 'redis://a%40b:c%2Fd@[::1]'],
  ['redis://a', { hostname: '[::1]', port: '1' }, 'redis://[::1]:1'],
  ['postgres:///shop', { hostname: 'db', username: 'me' }, 'postgres://me@db/shop'],
  ['sqlite:///data/x.db', { path: '/y.db' }, 'sqlite:///y.db'],
]

const REFUSED: readonly (readonly [string, UrlParts, string])[] = [
  ['hunter2', {}, 'url'],
  ['mailto:hunter2', {}, 'url'],
  ['http://', {}, 'url'],
  ['http://a', { scheme: 'hunter2:' }, 'scheme'],
  ['http://a', { scheme: '' }, 'scheme'],
  ['http://a', { hostname: '' }, 'hostname'],
  ['http://a', { hostname: 'hunter2/b' }, 'hostname'],
  ['http://a', { hostname: 'hunter2@b' }, 'hostname'],
  ['http://a', { hostname: 'hunter2:80' }, 'hostname'],
  ['http://a', { hostname: '[hunter2]' }, 'hostname'],
  ['http://a', { hostname: 'b<hunter2' }, 'hostname'],
  ['http://a', { port: 0 }, 'port'],
  ['http://a', { port: 65_536 }, 'port'],
  ['http://a', { port: 'hunter2' }, 'port'],
  ['http://a', { port: Number.NaN }, 'port'],
  ['http://a', { path: '/hunter2?x' }, 'path'],
  ['http://a', { path: '/hunter2#x' }, 'path'],
  ['http://a', { password: 'hunter2\ud800' }, 'password'],
  ['postgres:///shop', { password: 'hunter2' }, 'hostname'],
  ['postgres:///shop', { scheme: 'http' }, 'hostname'],
]

describe('buildUrl', () => {
  for (const [url, parts, built] of BUILT) {
    test(`${url} with ${JSON.stringify(parts)} is ${built}`, () => {
      assert.equal(buildUrl(url, parts), built)
    })
  }

  for (const [url, parts, part] of REFUSED) {
    test(`${url} with ${JSON.stringify(parts)} has a wrong ${part}`, () => {
      const error = refusal(() => buildUrl(url, parts))
      assert.equal(error.code, 'invalid_config')
      assert.deepEqual(
        error.issues?.map(({ path }) => path),
        [part],
      )
      assert.ok(!error.message.includes('hunter2'))
    })
  }

  test('what goes in as a password comes out as it was', () => {
    const password = 'ä €/\\:@?#[]%25\' "&=+!\n'
    assert.equal(
      decodeURIComponent(new URL(buildUrl('mysql://a', { password })).password),
      password,
    )
  })
})
