/** The settings on the pages about the guard: all of them are there, and a guard starts with them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import { Rules } from '../../src/guard/rules.ts'
import { guardFromEnv } from '../../src/guard.ts'
import { NAMES, SECRET_NAMES } from '../../src/guard-env/names.ts'
import { guardedPaths } from '../../src/guard-env/paths.ts'
import { planGuard } from '../../src/guard-env/plan.ts'
import { canonicalPath } from '../../src/http/paths.ts'
import { LoggedLines } from '../support/clock.ts'
import { pageAt } from './pages.ts'

const PAGE = pageAt('docs/guard.md')

/** The rows of the table of settings: names, and the default. */
const rows = PAGE.text
  .split('\n')
  .filter((line) => /^\| `(?:AGS_CLIENT|HALLPASS)_/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, names = '', standard = '']) => ({
    names: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    standard: /^`(.+)`$/.exec(standard)?.[1],
  }))

test('docs/guard.md has every setting in its table, and no other', () => {
  const all = [...NAMES, ...SECRET_NAMES.map((name) => `${name}_FILE`)]
  assert.deepEqual(rows.flatMap(({ names }) => names).sort(), all.sort())
})

test('the defaults in the table are those that are in force', () => {
  const given = { AGS_CLIENT_SECRET: 'x', AGS_CLIENT_AUTHENTICATED_PATHS: 'a' }
  // There is a flag only where one of its settings is given.
  const flag = { AGS_CLIENT_FEATURE_FLAG_COOKIE: 'ags_client_active' }
  const standard = rows.filter((row) => row.standard !== undefined)
  const written = Object.fromEntries(
    standard.map(({ names, standard: value }) => [names[0], value]),
  )
  assert.equal(standard.length, 9)
  assert.deepEqual(
    planGuard({ ...given, ...flag }).settings,
    planGuard({ ...given, ...written }).settings,
  )
})

for (const path of ['docs/guard.md', 'docs/migrating-from-ags-client.md']) {
  test(`a guard starts with the settings of ${path}, and has nothing to say`, () => {
    const blocks = pageAt(path).blocks.filter(({ language }) => language === 'dotenv')
    assert.equal(blocks.length, 1)
    const logger = new LoggedLines()
    guardFromEnv(parseEnv(blocks[0]?.text ?? ''), { logger })
    assert.equal(logger.text, '')
  })
}

describe('the paths of docs/guard.md', () => {
  const cases: readonly [written: string, guarded: readonly string[], open: readonly string[]][] = [
    ['account', ['/account', '/account/'], ['/account/x']],
    ['account/*', ['/account', '/account/x/y'], ['/accounts']],
    ['orders/[0-9]+', ['/orders/7'], ['/orders/7/items']],
    ['admin(/.*)?', ['/admin', '/admin/x/y'], ['/administration']],
    [',', ['/'], ['/x']],
  ]
  for (const [written, guarded, open] of cases) {
    test(`${written} guards what the page says`, () => {
      assert.ok(written === ',' || PAGE.text.includes(`| \`${written}\` |`))
      const rules = new Rules({ default: 'public', rules: guardedPaths(written).rules })
      const asked = (url: string) =>
        rules.match(canonicalPath(url) ?? { path: '', forms: [] }, 'GET')
      for (const url of guarded) assert.equal(asked(url), 'login', url)
      for (const url of open) assert.equal(asked(url), 'public', url)
    })
  }
})
