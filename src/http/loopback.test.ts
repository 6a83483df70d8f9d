import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLocalhostName, isLoopbackHost } from './loopback.ts'

test('isLoopbackHost knows localhost, names below it, 127.0.0.0/8 and ::1', () => {
  const hosts = [
    'localhost',
    'LOCALHOST',
    'shop.localhost',
    'a.b.localhost',
    '127.0.0.1',
    '127.9.9.9',
  ]
  for (const host of [...hosts, '[::1]', '::1']) assert.equal(isLoopbackHost(host), true)
  for (const url of ['http://127.1/', 'http://0x7f.1/', 'http://[0:0:0:0:0:0:0:1]/']) {
    assert.equal(isLoopbackHost(new URL(url).hostname), true)
  }
})

test('isLoopbackHost is false for what only looks like it', () => {
  const others = [
    '',
    '.localhost',
    'notlocalhost',
    'localhost.example',
    '127.example',
    '127.0.0.1.example',
    '128.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '[::2]',
  ]
  for (const host of others) assert.equal(isLoopbackHost(host), false)
})

test('isLocalhostName is true only below localhost', () => {
  assert.equal(isLocalhostName('shop.localhost'), true)
  for (const host of ['localhost', '.localhost', 'localhost.example', '127.0.0.1']) {
    assert.equal(isLocalhostName(host), false)
  }
})
