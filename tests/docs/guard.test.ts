/** The settings on the pages about the guard: all of them are there, and a guard starts with them. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { Rules } from '../../src/guard/rules.ts'
import { guardFromEnv } from '../../src/guard.ts'
import { NAMES, SECRET_NAMES, SERVE_NAMES } from '../../src/guard-env/names.ts'
import { guardedPaths } from '../../src/guard-env/paths.ts'
import { planGuard } from '../../src/guard-env/plan.ts'
import { accessOf } from '../../src/guard-env/rule-access.ts'
import { canonicalPath } from '../../src/http/paths.ts'
import { serverSettings } from '../../src/proxy/server/settings.ts'
import { LoggedLines } from '../support/clock.ts'
import { filledIn } from './filled-in.ts'
import { pageAt } from './pages.ts'

const PAGE = pageAt('docs/guard.md')
const RULES = pageAt('docs/guard-rules.md')

/** The rows of the tables of settings: names, and the default. */
const rows = pageAt('docs/guard-settings.md')
  .text.split('\n')
  .filter((line) => /^\| `(?:AGS_CLIENT|HALLPASS)_/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, names = '', standard = '']) => ({
    names: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    standard: /^`(.+)`$/.exec(standard)?.[1],
  }))

test('docs/guard-settings.md has every setting in its tables, and no other', () => {
  const files = SECRET_NAMES.map((name) => `${name}_FILE`)
  assert.deepEqual(
    rows.flatMap(({ names }) => names).sort(),
    [...NAMES, ...SERVE_NAMES, ...files].sort(),
  )
})

const written = Object.fromEntries(
  rows.flatMap(({ names: [name = ''], standard }) => (standard ? [[name, standard]] : [])),
)

test('the defaults in the table are those that are in force', () => {
  const given = { AGS_CLIENT_SECRET: 'x', AGS_CLIENT_AUTHENTICATED_PATHS: 'a' }
  // There is a flag only where one of its settings is given.
  const flag = { AGS_CLIENT_FEATURE_FLAG_COOKIE: 'ags_client_active' }
  assert.equal(Object.keys(written).length, 21)
  // Those of a session are the defaults of `createHallpass`, which `options.md` has.
  const { HALLPASS_SESSION_IDLE, HALLPASS_SESSION_ABSOLUTE, ...others } = written
  assert.deepEqual([HALLPASS_SESSION_IDLE, HALLPASS_SESSION_ABSOLUTE], ['3600', '86400'])
  assert.deepEqual(
    planGuard({ ...given, ...flag }).settings,
    planGuard({ ...given, ...others }).settings,
  )
})

test('and so are those of the server', () => {
  const { HALLPASS_METRICS_HOST, ...others } = written
  // Where metrics are is asked for only where there are some.
  const metrics = { HALLPASS_METRICS_PORT: '1' }
  const of = (env: Readonly<Record<string, string>>) => serverSettings((name) => env[name])
  assert.equal(HALLPASS_METRICS_HOST, '127.0.0.1')
  assert.deepEqual(of(metrics), of({ ...written, ...metrics }))
  assert.deepEqual(of({}), of(others))
})

for (const path of [
  'docs/guard.md',
  'docs/guard-rules.md',
  'docs/migrating-from-ags-client.md',
  'docs/migrating-from-oauth2-proxy.md',
  'README.md',
]) {
  test(`a guard starts with the settings of ${path}, and has nothing to say`, () => {
    const blocks = pageAt(path).blocks.filter(({ language }) => language === 'dotenv')
    assert.equal(blocks.length, 1)
    const logger = new LoggedLines()
    guardFromEnv(filledIn(blocks[0]?.text ?? ''), { logger })
    assert.equal(logger.text, '')
  })
}

/** The only block of a language on the page of rules. */
function blockOf(language: string): string {
  return RULES.blocks.find((block) => block.language === language)?.text ?? ''
}

describe('docs/guard-rules.md', () => {
  test('says of each request what its rules ask for', () => {
    const { settings, issues } = planGuard(filledIn(blockOf('dotenv')))
    assert.deepEqual(issues, [])
    const rules = new Rules({ default: settings.defaultAccess, rules: settings.rules })
    const said = [...RULES.text.matchAll(/^\| `([A-Z]+) (\/\S*)` \| `(.+)` \|$/gm)]
    assert.ok(said.length > 10)
    for (const [, method = '', url = '', asks = ''] of said) {
      const wanted = accessOf(asks)
      assert.ok('access' in wanted)
      const path = canonicalPath(url)
      assert.deepEqual(path && rules.match(path, method), wanted.access, `${method} ${url}`)
    }
  })

  test('has a file in TypeScript and in JSON that say the same', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'hallpass-guard-'))
    t.after(() => rm(folder, { recursive: true }))
    const planOf = async (file: string, text: string) => {
      await writeFile(join(folder, file), text)
      const env = filledIn(pageAt('docs/guard.md').blocks.find(isEnv)?.text ?? '')
      return planGuard({ ...env, HALLPASS_CONFIG: join(folder, file) })
    }
    const source = JSON.stringify(resolve('src/guard.ts'))
    const typed = await planOf('a.ts', blockOf('ts').replace("'hallpass/guard'", source))
    const json = await planOf('a.json', blockOf('json'))
    assert.deepEqual([...typed.issues, ...json.issues], [])
    const { rules = [], ...rest } = typed.config
    const named = rules.filter(({ access }) => typeof access !== 'function')
    assert.deepEqual({ ...rest, rules: named }, json.config)
    assert.equal(rules.length, named.length + 1)
  })

  test('quotes what a misspelt name gets', () => {
    const rules = [1, 2, 3].map((n) => ({
      path: `/${n}`,
      access: 'login',
      ...(n === 3 && { acces: 1 }),
    }))
    const { issues } = planGuard({}, { config: { rules } as never })
    const [found] = issues.filter(({ path }) => path.includes('rules'))
    const said = `${found?.path}: ${found?.message}`.replace('options.config.', 'HALLPASS_CONFIG: ')
    assert.ok(RULES.text.includes(`\`${said}\``), said)
  })
})

function isEnv({ language }: { readonly language: string }): boolean {
  return language === 'dotenv'
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
