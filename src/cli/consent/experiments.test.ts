import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

test('keeps back warnings of experiments, and no others', () => {
  const file = new URL('./experiments.ts', import.meta.url).href
  const script = `
    import { muteExperiments } from ${JSON.stringify(file)}
    muteExperiments()
    muteExperiments()
    process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning')
    process.emitWarning('this is old', 'DeprecationWarning')
    process.emitWarning('look here')`
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  assert.doesNotMatch(stderr, /Experimental/)
  assert.equal(stderr.match(/this is old/g)?.length, 1)
  assert.equal(stderr.match(/look here/g)?.length, 1)
})
