import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { reachability } from './reachable.ts'

test('what has health checks is believed, all else is tried, and each address is there once', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const open = `http://app.localhost:${port}`
  let now = 0
  const look = reachability(
    () => [
      { name: open, up: true, checked: false },
      { name: 'http://127.0.0.1:9', up: true, checked: false },
      { name: 'http://a', up: false, checked: true },
      { name: 'http://a', up: true, checked: true },
    ],
    () => now,
  )
  const others = [
    ['http://127.0.0.1:9', false],
    ['http://a', true],
  ]
  assert.deepEqual(await look(), [[open, true], ...others])
  server.close()
  await once(server, 'close')
  assert.deepEqual(await look(), [[open, true], ...others], 'kept for a second')
  now = 1000
  assert.deepEqual(await look(), [[open, false], ...others])
})
