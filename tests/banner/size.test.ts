import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleBanner } from '../../scripts/banner/bundle.ts'
import { gzipped, MAX_GZIP } from '../../scripts/banner/size.ts'
import { SCRIPT } from '../../src/consent/banner/script.generated.ts'

test('script and style are at most 6 KB together, and the built one is that of the sources', async () => {
  assert.equal(SCRIPT, await bundleBanner())
  assert.equal(MAX_GZIP, 6144)
  // With room for what `gzip -9 ask.js` adds: the file's name, and another zlib's few bytes.
  assert.ok(gzipped(SCRIPT) <= MAX_GZIP - 24, `${gzipped(SCRIPT)} bytes`)
})

test('nothing in it needs what a strict policy refuses, or is a name that lists of blockers have', () => {
  for (const word of ['innerHTML', 'insertAdjacent', 'document.write', 'eval(', 'new Function']) {
    assert.ok(!SCRIPT.includes(word), word)
  }
})
