import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { LOCK_FILES, type Lock, missingEntries } from '../../scripts/lock.ts'

for (const file of LOCK_FILES) {
  const lock: Lock = JSON.parse(readFileSync(file, 'utf8'))

  test(`${file} has an entry for every platform, or npm ci would refuse it`, () => {
    const missing = missingEntries(lock).map(([path]) => path)
    assert.deepEqual(missing, [], 'run npm run lock')
  })

  test(`${file} names no registry, so that any may be used`, () => {
    const named = Object.keys(lock.packages).filter(
      (path) => 'resolved' in (lock.packages[path] ?? {}),
    )
    assert.deepEqual(named, [])
  })
}
