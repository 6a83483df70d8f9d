import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { nodeFinding } from './node.ts'

test('the oldest Node that passes is that of package.json', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
  assert.equal(engines.node, '>=22.18')
  for (const version of ['22.18.0', '22.19.1', '24.0.0']) {
    assert.equal(nodeFinding(version).result, 'ok')
  }
  for (const version of ['22.17.9', '20.19.0', '18.20.4']) {
    assert.equal(nodeFinding(version).result, 'failed')
  }
})
