import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Each is a program of its own, since what an app declares holds for a whole program. */
for (const [project, states] of [
  ['tests/adapters/types', 'what an app declares is what its handlers see, in every framework'],
  ['examples', 'the examples are what the types ask for'],
] as const) {
  test(states, () => {
    const tsc = spawnSync(`${root}/node_modules/.bin/tsc`, ['-p', project], {
      cwd: root,
      encoding: 'utf8',
    })
    assert.equal(tsc.stdout + tsc.stderr, '')
    assert.equal(tsc.status, 0)
  })
}
