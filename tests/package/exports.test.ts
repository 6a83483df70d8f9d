import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { entries, publicNames } from './sources.ts'

test('the exported names of every subpath are those in exports.json', () => {
  const snapshot = JSON.parse(readFileSync('tests/package/exports.json', 'utf8'))
  assert.deepEqual(
    publicNames(),
    snapshot,
    'the public names changed; if that is meant, run npm run exports:update and say so in CHANGELOG.md',
  )
})

test('every top-level file of src is a public subpath, but the errors that are in the root one', () => {
  const files = globSync('src/*.ts').filter((file) => !file.endsWith('.test.ts'))
  assert.deepEqual(files.sort(), [...entries().values(), 'src/errors.ts'].sort())
})
