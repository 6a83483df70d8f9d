import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { nodeFault, OLDEST } from './node-version.ts'

test('the versions of Node.js that package.json names, and no older ones', () => {
  const file = new URL('../../package.json', import.meta.url)
  const { engines } = JSON.parse(readFileSync(file, 'utf8'))
  assert.equal(engines.node, `>=${OLDEST}`)
  for (const version of ['22.18.0', '22.21.1', '23.0.0', '24.21.0', '100.0.0-nightly']) {
    assert.equal(nodeFault(version), undefined, version)
  }
  for (const version of ['20.19.5', '22.17.1', '22.9.0', '9.99.0', '']) {
    const said = `Node.js 22.18 or later is needed, and this is ${version}.`
    assert.equal(nodeFault(version), said)
  }
})
