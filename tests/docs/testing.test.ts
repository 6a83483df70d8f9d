/** The tests on docs/testing.md pass, as a reader would run them. */
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { command } from '../../scripts/test/command.ts'
import { ENVIRONMENT } from './environment.ts'
import { fileOf } from './kinds.ts'
import { pageAt } from './pages.ts'
import { folderOf, layOut, openWorkshop, pathOf } from './workshop.ts'

const page = pageAt('docs/testing.md')
const files = page.blocks.filter((block) => fileOf(block).endsWith('.test.ts'))

let workshop: string
before(async () => {
  workshop = await openWorkshop()
  await layOut(workshop, page)
})
after(() => rm(workshop, { recursive: true, force: true }))

test('there are tests on the page', () => assert.equal(files.length, 2))

for (const block of files) {
  test(`those of ${fileOf(block)} pass`, async () => {
    // A runner inside a runner takes itself for a part of it.
    const env = { ...ENVIRONMENT, NODE_TEST_CONTEXT: undefined }
    const args = ['--test', '--test-reporter=spec', pathOf(workshop, block)]
    const cwd = folderOf(workshop, block.page)
    const { ok, output } = await command(process.execPath, args, { cwd, env })
    assert.ok(ok, output)
    assert.match(output, /pass [12]\n/)
  })
}
