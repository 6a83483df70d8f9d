import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer } from '../wire.ts'
import { proxyFinding } from './proxy.ts'

function answer(headers: Readonly<Record<string, string>>): Answer {
  return {
    url: new URL('https://shop.example'),
    status: 200,
    header: (name) => headers[name],
    cookies: [],
    body: '',
    isCut: false,
    certificateEnds: undefined,
    headBytes: 0,
    at: 0,
  }
}

test('a proxy shows by its name, its traces, or by the TLS that the guard does not speak', () => {
  const seen = [
    proxyFinding(answer({ server: 'nginx/1.22.1' }), [], false),
    proxyFinding(answer({ via: '1.1 Caddy' }), [], false),
    proxyFinding(answer({ 'cf-ray': 'x' }), [], false),
    proxyFinding(answer({}), [], true),
  ]
  assert.deepEqual(
    seen.map(({ result }) => result),
    ['warning', 'warning', 'warning', 'warning'],
  )
  assert.match(seen[3]?.found ?? '', /the guard itself speaks http/)
})

test('one that is trusted is well, and so is none', () => {
  assert.equal(proxyFinding(answer({ server: 'nginx' }), ['loopback'], true).result, 'ok')
  assert.match(proxyFinding(answer({}), [], false).found, /no sign of a proxy .* none is trusted/)
  assert.match(proxyFinding(answer({}), ['10.0.0.0/8'], false).found, /trusted: 10/)
})
