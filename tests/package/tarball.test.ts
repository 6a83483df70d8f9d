import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { command } from '../../scripts/test/command.ts'
import { type Packed, pack, temporaryFolder } from './packed.ts'
import { importsOf } from './sources.ts'

/** Bytes that a download of the package may weigh; raise it knowingly. */
const MAX_SIZE = 1_300_000

describe('the packed tarball', () => {
  let folder: string
  let packed: Packed
  before(async () => {
    folder = await temporaryFolder()
    packed = await pack(folder)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('pleases publint, suggestions too', async () => {
    const { ok, output } = await command('publint', ['run', packed.tarball, '--strict'])
    assert.ok(ok && /All good/.test(output), output)
  })

  test('pleases attw: every subpath has types that fit what it runs', async () => {
    const args = [
      packed.tarball,
      '--profile',
      'esm-only',
      '--no-definitely-typed',
      '--format',
      'ascii',
    ]
    const { ok, output } = await command('attw', args)
    assert.ok(ok, output)
  })

  test('holds each source with its JavaScript and its types, of programs no sources, and no tests', () => {
    const sources = globSync('src/**/*.ts').filter((file) => !/\.(test|d)\.ts$/.test(file))
    const built = sources.flatMap((file) => {
      const stem = file.replace(/^src\/(.*)\.ts$/, 'dist/$1')
      // What is run as a program is not read beside an app's own code: sources would only weigh,
      // and nobody imports the command line or the proxy that it runs.
      if (/^src\/(cli|proxy)\//.test(file)) return [`${stem}.js`]
      if (/^src\/(consent-service|serve)\//.test(file)) return [`${stem}.js`, `${stem}.d.ts`]
      return [file, `${stem}.js`, `${stem}.d.ts`]
    })
    const missing = built.filter((file) => !packed.files.includes(file))
    const tests = packed.files.filter((file) => /\.test\.|\/test-/.test(file))
    assert.deepEqual({ missing, tests }, { missing: [], tests: [] })
  })

  test('holds nothing that only tests need: no file imports what its user does not have', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
    const had = new Set(Object.keys({ ...dependencies, ...peerDependencies }))
    const isHad = (from: string) =>
      from.startsWith('.') || had.has(/^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? '')
    const foreign = packed.files
      .filter((file) => /^(src|dist)\/.*(?<!\.d)\.[jt]s$/.test(file))
      .flatMap((file) => importsOf(readFileSync(file, 'utf8')).map(({ from }) => ({ file, from })))
      .filter(({ from }) =>
        from.startsWith('node:')
          ? /^node:(test|assert)\b/.test(from)
          : !isHad(from) || from.includes('/tests/'),
      )
      .map(({ file, from }) => `${file} imports ${from}`)
    assert.deepEqual(foreign, [])
  })

  test('holds the licence, the readme and the changelog, and nothing else at the top', () => {
    const top = packed.files.filter((file) => !file.startsWith('dist/') && !file.startsWith('src/'))
    assert.deepEqual(top.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
  })

  test(`weighs at most ${MAX_SIZE} bytes`, () => {
    assert.ok(packed.size <= MAX_SIZE, `it weighs ${packed.size} bytes`)
  })
})
