/** The commands that pages tell a reader to type, and how each is held to be right. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { command } from '../../scripts/test/command.ts'
import { fileOf, isForNext } from './kinds.ts'
import type { Block } from './markdown.ts'
import { pageAt } from './pages.ts'
import { PROGRAM_LINE, runProgram } from './program.ts'

interface Manifest {
  readonly version?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const own: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const runtimes: Manifest = JSON.parse(readFileSync('tests/runtimes/package.json', 'utf8'))

/** Packages that are tested with, so that they are known to exist and to fit. */
const installable = new Set(
  ['hallpass', `../hallpass/hallpass-${own.version}.tgz`, '@types/react'].concat(
    [own, runtimes].flatMap((manifest) => [
      ...Object.keys(manifest.dependencies ?? {}),
      ...Object.keys(manifest.devDependencies ?? {}),
      ...Object.keys(manifest.peerDependencies ?? {}),
    ]),
  ),
)

type Check = (block: Block, ...words: string[]) => void | Promise<void>

const COMMANDS: readonly [RegExp, Check][] = [
  [/^npm ci$/, () => assert.ok(existsSync('package-lock.json'))],
  [/^npm (start|test)$/, (_block, script = '') => assert.ok(own.scripts?.[script], script)],
  [
    /^npm run ([\w:-]+)(?: .*)?$/,
    (_block, script = '') => assert.ok(own.scripts?.[script], script),
  ],
  [/^npm pack$/, () => assert.ok(own.version)],
  [/^npm init -y$/, () => undefined],
  [/^npm pkg set type=module$/, () => undefined],
  [/^npm install(?: -D)? ([^-].*)$/, installs],
  [/^npx hallpass (\w+)(?: .*)?$/, explainsItself],
  [/^node (?:--env-file=\.env )?(\S+\.[jt]s)$/, hasModule],
  [PROGRAM_LINE, () => undefined],
  // A shell's own; what it reads is in the environment of the tests.
  [/^read -rs COOKIE$/, () => undefined],
  [/^(?:bun|deno serve) .*?(\S+\.ts)$/, hasModule],
  [
    /^npx (?:next dev|wrangler dev)$/,
    ({ page }) => assert.ok(isForNext(page) || /fetch/.test(page)),
  ],
]

/**
 * Checks every line of an `sh` block, and runs those that call `hallpass`.
 *
 * @returns what they print
 * @throws AssertionError for a line that nothing knows
 */
export async function checkCommands(block: Block): Promise<string> {
  for (const line of block.text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    for (const part of line.split(' && ')) {
      const known = COMMANDS.find(([pattern]) => pattern.test(part))
      assert.ok(known, `${block.page}:${block.line}: nothing tests the command "${part}"`)
      const [pattern, check] = known
      await check(block, ...(pattern.exec(part) ?? []).slice(1))
    }
  }
  return runProgram(block.text.split('\n').filter((line) => PROGRAM_LINE.test(line)))
}

function installs(_block: Block, list = ''): void {
  for (const name of list.split(' ')) assert.ok(installable.has(name), `${name} is not tested with`)
}

/** The module is on the page; `getting-started.test.ts` starts those that serve by this command. */
function hasModule({ page }: Block, file = ''): void {
  assert.ok(pageAt(page).blocks.map(fileOf).includes(file), `${page} shows no ${file}`)
}

async function explainsItself(_block: Block, name = ''): Promise<void> {
  const program = own.bin?.hallpass ?? ''
  const { ok, output } = await command(process.execPath, [program, name, '--help'])
  assert.ok(ok, output)
  assert.match(output, new RegExp(`hallpass ${name}`))
}
