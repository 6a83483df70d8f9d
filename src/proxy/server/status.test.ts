import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusReply } from './status.ts'

test('the status is that of the upstreams', () => {
  for (const [up, all, status, body] of [
    [0, 0, 200, '{"status":"ok"}'],
    [2, 2, 200, '{"status":"ok","upstreams":{"up":2,"all":2}}'],
    [1, 2, 200, '{"status":"degraded","upstreams":{"up":1,"all":2}}'],
    [0, 1, 503, '{"status":"down","upstreams":{"up":0,"all":1}}'],
  ] as const) {
    const reply = statusReply('GET', { up, all })
    assert.deepEqual([reply.status, reply.body], [status, body])
  }
  assert.equal(statusReply('POST', { up: 1, all: 1 }).status, 405)
})
