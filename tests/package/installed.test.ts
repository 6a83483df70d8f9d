import assert from 'node:assert/strict'
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { command } from '../../scripts/test/command.ts'
import { pack, temporaryFolder } from './packed.ts'
import { type Exported, entries, publicNames } from './sources.ts'

/** Frameworks that a user of an adapter has; they are linked, since we have them here already. */
const PEERS: Readonly<Record<string, string>> = {
  next: 'tests/runtimes',
  fastify: '.',
  hono: '.',
  bullmq: '.',
  '@types/express': '.',
  '@types/koa': '.',
  '@types/node': '.',
}

const MODULE = { name: 'consumer', private: true, type: 'module' }

const PRINT_NAMES = `
const names = {}
for (const name of process.argv.slice(1)) names[name] = Object.keys(await import(name)).sort()
console.log(JSON.stringify(names))`

/** A module that names every public value and type, so that a missing one is an error. */
function importEverything(): string {
  const lines = Object.entries(publicNames()).map(([subpath, { values, types }], index) => {
    const names = [...values, ...types.map((name) => `type ${name}`)]
    const items = names.map((name) => `${name} as ${name.replace('type ', '')}_${index}`)
    return `export { ${items.join(', ')} } from '${subpath}'\n`
  })
  return lines.join('')
}

describe('the installed package', () => {
  let app: string
  before(async () => {
    app = await temporaryFolder()
    const { tarball } = await pack(app)
    await writeFile(join(app, 'package.json'), JSON.stringify(MODULE))
    const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball]
    const { ok, output } = await command('npm', args, { cwd: app })
    assert.ok(ok, output)
    for (const [name, folder] of Object.entries(PEERS)) {
      const link = join(app, 'node_modules', name)
      await mkdir(dirname(link), { recursive: true })
      await symlink(resolve(folder, 'node_modules', name), link)
    }
    for (const file of ['service.ts', 'page.ts', 'no-dom.ts']) {
      await copyFile(`tests/package/consumer/${file}`, join(app, file))
    }
    await writeFile(join(app, 'everything.ts'), importEverything())
  })
  after(() => rm(app, { recursive: true, force: true }))

  test('exports under every subpath the values that exports.json names', async () => {
    const args = ['--input-type=module', '--eval', PRINT_NAMES, ...entries().keys()]
    const { ok, output } = await command(process.execPath, args, { cwd: app })
    assert.ok(ok, output)
    const values = Object.entries(publicNames()).map(([name, names]: [string, Exported]) => [
      name,
      names.values,
    ])
    assert.deepEqual(JSON.parse(output), Object.fromEntries(values))
  })

  test('answers requests through hallpass/fetch: public, redirect, 401, session', async () => {
    const { ok, output } = await command(process.execPath, ['service.ts'], { cwd: app })
    assert.ok(ok, output)
  })

  test('has sound types, of every subpath, for a strict program that checks its libraries', async () => {
    const settings = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext']
    const args = [
      ...settings,
      '--target',
      'es2024',
      '--types',
      'node',
      'service.ts',
      'page.ts',
      'everything.ts',
    ]
    const { output } = await command('tsc', args, { cwd: app })
    const ours = /^(service\.ts|page\.ts|everything\.ts|node_modules\/hallpass\/)|^error/
    const faults = output.split('\n').filter((line) => ours.test(line))
    assert.deepEqual(faults, [])
  })

  test('has types of the banner that are sound without those of the DOM, and of Node', async () => {
    const settings = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext']
    const args = [...settings, '--lib', 'es2024', '--types', '', 'no-dom.ts']
    const { output } = await command('tsc', args, { cwd: app })
    assert.equal(output.trim(), '')
  })

  test('brings a program called hallpass that explains itself', async () => {
    const { ok, output } = await command(join(app, 'node_modules/.bin/hallpass'), ['--help'])
    assert.ok(ok, output)
    assert.match(output, /^Usage: hallpass [\s\S]*^ {2}demo /m)
  })
})
