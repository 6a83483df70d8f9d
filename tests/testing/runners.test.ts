/** One set of checks under node:test, vitest and jest, with hallpass as it is installed. */
import assert from 'node:assert/strict'
import { cp, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { command, type Outcome } from '../../scripts/test/command.ts'
import { openWorkshop } from '../docs/workshop.ts'

const RUNTIMES = resolve('tests/runtimes/node_modules')

interface Runner {
  /** Where its `test` comes from. */
  readonly from: string
  /** How a file is run with it. */
  readonly args: (file: string) => readonly string[]
  /** What it says when all pass, and when all fail. */
  readonly passed: RegExp
  readonly failed: RegExp
}

const RUNNERS: Readonly<Record<string, Runner>> = {
  'node:test': {
    from: 'node:test',
    args: (file) => ['--test', '--test-reporter=spec', file],
    passed: /pass 12\n.*fail 0\n/,
    failed: /pass 0\n.*fail 12\n/,
  },
  vitest: {
    from: 'vitest',
    args: (file) => [join(RUNTIMES, 'vitest/vitest.mjs'), 'run', '--no-color', file],
    passed: /Tests +12 passed \(12\)/,
    failed: /Tests +12 failed \(12\)/,
  },
  jest: {
    from: '@jest/globals',
    args: (file) => [
      '--experimental-vm-modules',
      join(RUNTIMES, 'jest/bin/jest.js'),
      '--no-watchman',
      '--no-color',
      '--runTestsByPath',
      file,
    ],
    passed: /Tests: +12 passed, 12 total/,
    failed: /Tests: +12 failed, 12 total/,
  },
}

let folder: string
before(async () => {
  folder = await openWorkshop()
  for (const name of ['vitest', '@jest']) {
    await symlink(join(RUNTIMES, name), join(folder, 'node_modules', name))
  }
  await cp('tests/testing/runners', folder, { recursive: true })
  await writeFile(join(folder, 'jest.config.js'), 'export default { transform: {} }\n')
})
after(() => rm(folder, { recursive: true, force: true }))

async function run(name: string, broken: boolean): Promise<Outcome> {
  const { from, args } = RUNNERS[name] ?? assert.fail(name)
  const file = `${broken ? 'broken' : 'sound'}-${from.replace(/\W/g, '')}.test.js`
  const text = `import { test } from '${from}'
import { checks } from './checks.js'

for (const [name, run] of checks(${broken})) test(name, run)
`
  await writeFile(join(folder, file), text)
  // A runner inside a runner takes itself for a part of it.
  const env = { NODE_TEST_CONTEXT: undefined }
  return await command(process.execPath, args(file), { cwd: folder, env })
}

for (const [name, { passed, failed }] of Object.entries(RUNNERS)) {
  describe(name, () => {
    test('12 sound checks pass, and the runner ends by itself', async () => {
      const { ok, output } = await run(name, false)
      assert.ok(ok, output)
      assert.match(output, passed)
    })

    test('broken ones fail, and the runner shows method, path, expected, got and body', async () => {
      const { ok, output } = await run(name, true)
      assert.equal(ok, false)
      assert.match(output, failed)
      for (const app of ['express', 'fastify', 'hono', 'koa']) assert.match(output, new RegExp(app))
      assert.match(
        output,
        /PUT \/notes\/1: title: expected "b", got "a"\s+body: \{"id":1,"title":"a"\}/,
      )
      assert.match(output, /POST \/notes: expected 403, got 201\s+body: \{"id":2,"title":"b"\}/)
      assert.match(output, /DELETE \/notes\/1: expected 403, got 200\s+body: \{/)
      assert.match(output, /POST \/notes: expected 403, got 201\s+body: \{"id":1,"title":"a"\}/)
    })
  })
}
