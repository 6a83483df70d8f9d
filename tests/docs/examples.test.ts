/** Every fenced block of the documentation is checked, and run where it is a program. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { command } from '../../scripts/test/command.ts'
import { SERVE_HELP } from '../../src/cli/consent/serve/options.ts'
import { consentFromEnv } from '../../src/consent.ts'
import { NAMES, SECRET_NAMES, SERVE_NAMES } from '../../src/guard-env/names.ts'
import { refusal } from '../refusal.ts'
import { checkCommands } from './commands.ts'
import { ENVIRONMENT, namesRead, UNROTATED } from './environment.ts'
import { isForNext, kindOf, runsInNode } from './kinds.ts'
import type { Block } from './markdown.ts'
import { PAGES } from './pages.ts'
import { checkTypes } from './type-check.ts'
import { folderOf, layOut, openWorkshop, pathOf } from './workshop.ts'

const blocks = PAGES.flatMap((page) => page.blocks)
const modules = blocks.filter((block) => kindOf(block) === 'module')
const at = ({ page, line }: Block) => `${page}:${line}`

/** Whether `consentFromEnv(process.env)` or `hallpass consent serve` reads it. */
const isReadOfEnvironment = (name: string): boolean =>
  ['CENTRAL_COOKIE_SERVICE_URL', 'COOKIE_SERVICE_API_KEY'].includes(name)
    ? refusal(() => consentFromEnv({})).message.includes(name)
    : SERVE_HELP.includes(`  ${name} `)

const LOAD = 'await import(process.argv[1]); setTimeout(() => process.exit(0), 100)'

let workshop: string
before(async () => {
  workshop = await openWorkshop()
  for (const page of PAGES) await layOut(workshop, page)
})
after(() => rm(workshop, { recursive: true, force: true }))

test('there are pages, and modules on them', () => {
  assert.ok(PAGES.length > 10)
  assert.ok(modules.length > 20)
})

test('every block is of a kind that is tested', () => {
  const strange = blocks.filter((block) => kindOf(block) === undefined)
  assert.deepEqual(
    strange.map((block) => `${at(block)} ${block.language}`),
    [],
  )
})

test('every word after a language is one that means something', () => {
  const known = (block: Block) =>
    block.info === '' || (block.language === 'text' && block.info === 'output')
  assert.deepEqual(blocks.filter((block) => !known(block)).map(at), [])
})

test('every variable that an example reads is given to it here', () => {
  const unknown = modules.flatMap((block) =>
    namesRead(block.text)
      .filter((name) => !Object.hasOwn(ENVIRONMENT, name))
      .map((name) => `${at(block)} ${name}`),
  )
  assert.deepEqual(unknown, [])
})

describe('types', () => {
  const withModules = PAGES.filter((page) => page.blocks.some((b) => kindOf(b) === 'module'))
  // What a page declares in `Register` is for all files of a program, so that it gets its own.
  const declares = withModules.filter((page) => page.text.includes("declare module 'hallpass'"))
  const next = withModules.filter(({ path }) => isForNext(path))
  const rest = withModules.filter((page) => !declares.includes(page) && !next.includes(page))
  const programs = [rest, ...declares.map((page) => [page]), ...next.map((page) => [page])]

  for (const pages of programs) {
    test(`the modules of ${pages.map(({ path }) => path).join(', ')} are sound`, async () => {
      const folders = pages.map(({ path }) => folderOf(workshop, path))
      assert.deepEqual(
        await checkTypes(
          workshop,
          folders,
          pages.every((page) => next.includes(page)),
        ),
        [],
      )
    })
  }
})

describe('modules', () => {
  for (const block of modules.filter(runsInNode)) {
    test(`${at(block)} loads, and prints what the page says`, async () => {
      const args = ['--input-type=module', '--eval', LOAD, pathOf(workshop, block)]
      const cwd = folderOf(workshop, block.page)
      const { ok, output } = await command(process.execPath, args, { cwd, env: ENVIRONMENT })
      assert.ok(ok, output)
      const next = blocks[blocks.indexOf(block) + 1]
      if (next?.info === 'output') assert.equal(output.trimEnd(), next.text.trimEnd())
    })
  }
})

describe('modules that read keys to be rotated', () => {
  const reads = (block: Block, ending: string) =>
    namesRead(block.text).some((name) => name.endsWith(ending))
  const rotating = modules.filter((block) => reads(block, '_OLD') || reads(block, '_NEXT'))
  for (const block of rotating) {
    test(`${at(block)} reads the one before and the one after, and needs neither`, async () => {
      assert.ok(reads(block, '_OLD') && reads(block, '_NEXT'))
      if (!runsInNode(block)) return
      const args = ['--input-type=module', '--eval', LOAD, pathOf(workshop, block)]
      const cwd = folderOf(workshop, block.page)
      const { ok, output } = await command(process.execPath, args, { cwd, env: UNROTATED })
      assert.ok(ok, output)
    })
  }
})

describe('commands', () => {
  for (const block of blocks.filter((one) => kindOf(one) === 'sh')) {
    test(`${at(block)} holds commands that work, and print what the page says`, async () => {
      const output = await checkCommands(block)
      const next = blocks[blocks.indexOf(block) + 1]
      if (next?.info === 'output') assert.equal(output.trimEnd(), next.text.trimEnd())
    })
  }
})

describe('other blocks', () => {
  for (const block of blocks.filter((one) => kindOf(one) === 'dotenv')) {
    test(`${at(block)} sets what examples read`, () => {
      const names = [...block.text.matchAll(/^(\w+)=/gm)].map(([, name = '']) => name)
      assert.ok(names.length > 0)
      // `guardFromEnv(process.env)` and `hallpass guard serve` read all of them; `guard.test.ts` and
      // `guard-proxy.test.ts` start them with these.
      const files = SECRET_NAMES.map((name) => `${name}_FILE`)
      const guards = [...NAMES, ...files, ...SERVE_NAMES]
      const read = new Set([...modules.flatMap(({ text }) => namesRead(text)), ...guards])
      const strange = names.filter((name) => !read.has(name) && !isReadOfEnvironment(name))
      assert.deepEqual(strange, [])
    })
  }

  for (const block of blocks.filter((one) => kindOf(one) === 'json')) {
    test(`${at(block)} is JSON`, () => assert.ok(JSON.parse(block.text)))
  }

  // What a program prints is as wide as it is.
  for (const block of blocks.filter((one) => kindOf(one) === 'text' && one.info === '')) {
    test(`${at(block)} fits into a page`, () => {
      const wide = block.text.split('\n').filter((line) => line.length > 100 || line.includes('\t'))
      assert.deepEqual(wide, [])
    })
  }

  for (const block of blocks.filter((one) => kindOf(one) === 'python')) {
    test(`${at(block)} is Python`, async () => {
      const file = join(workshop, 'example.py')
      await writeFile(file, block.text)
      const { ok, output } = await command('/usr/bin/python3', ['-m', 'py_compile', file])
      assert.ok(ok, output)
    })
  }
})
