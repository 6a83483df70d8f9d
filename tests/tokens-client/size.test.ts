/** What the client costs a page. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { bundle } from './bundle.ts'

/** The most that it may have, in bytes with gzip: about a tenth more than it has. */
const MAX_GZIP = 4800

test('the client loads nothing of the server’s side, and nothing of others', async () => {
  const { inputs, externals } = await bundle()
  const own = /^src\/(tokens-client|errors|tokens\/client\/[a-z-]+)\.ts$/
  assert.deepEqual([inputs.filter((file) => !own.test(file)), externals], [[], []])
})

test('the client is small', async () => {
  const size = gzipSync((await bundle()).text, { level: 9 }).length
  assert.ok(size <= MAX_GZIP, `${size} bytes`)
})
