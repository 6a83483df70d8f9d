import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { loadConfig } from './config-file.ts'
import { EnvironmentReader } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-config-'))
after(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
let count = 0

/** A file of its own for each test: Node.js loads no module twice. */
function file(ending: string, text: string): string {
  const path = join(folder, `config-${count++}${ending}`)
  writeFileSync(path, text)
  return path
}

function load(path: string) {
  const read = new EnvironmentReader({ HALLPASS_CONFIG: path })
  const loaded = loadConfig(read, undefined)
  return { ...loaded, faults: read.issues.map((issue) => `${issue.path} ${issue.message}`) }
}

const SETTINGS = '{ default: "deny", rules: [{ path: "/", access: "public" }] }'

describe('the file of HALLPASS_CONFIG', () => {
  test('is TypeScript, JavaScript or JSON', () => {
    const types = 'const config: { default: string, rules: object[] } = '
    const files = [
      file('.ts', `${types}${SETTINGS}\nexport default config satisfies object`),
      file('.mts', `${types}${SETTINGS}\nexport default config`),
      file('.mjs', `export default ${SETTINGS}`),
      file('.js', `export default ${SETTINGS}`),
      file('.json', '{ "default": "deny", "rules": [{ "path": "/", "access": "public" }] }'),
    ]
    for (const path of files) {
      const { config, faults, broken } = load(path)
      assert.deepEqual(faults, [], path)
      assert.equal(broken, false)
      assert.deepEqual({ ...config }, { default: 'deny', rules: [{ path: '/', access: 'public' }] })
    }
  })

  test('is also an older module, and is looked for from the working directory', () => {
    const old = join(folder, 'old')
    mkdirSync(old)
    writeFileSync(join(old, 'package.json'), '{}')
    writeFileSync(join(old, 'a.js'), 'module.exports = { default: "login" }')
    assert.equal(load(relative('.', join(old, 'a.js'))).config.default, 'login')
    writeFileSync(join(old, 'none.js'), 'const config = { default: "login" }')
    assert.match(load(join(old, 'none.js')).faults.join(), /exports nothing: write export default/)
  })

  test('is an ES module also in the folder that npm init makes, and far from hallpass', () => {
    const made = join(folder, 'made')
    mkdirSync(made)
    writeFileSync(join(made, 'package.json'), '{"type":"commonjs"}')
    const text = `import { defineGuard } from 'hallpass/guard'
      export default defineGuard({ default: 'login' })`
    for (const name of ['a.ts', 'a.mts', 'a.js', 'a.mjs']) {
      writeFileSync(join(made, name), text)
      const { config, faults } = load(join(made, name))
      assert.deepEqual([faults, config], [[], { default: 'login' }], name)
    }
    writeFileSync(join(made, 'part.js'), 'import "node:fs"')
    writeFileSync(join(made, 'whole.js'), 'import "./part.js"\nexport default {}')
    assert.match(
      load(join(made, 'whole.js')).faults.join(),
      /SyntaxError: .*: run npm pkg set type=module in its folder$/,
    )
  })

  test('may use defineGuard of the package, and functions', async () => {
    const modules = join(folder, 'node_modules', '@here')
    mkdirSync(modules, { recursive: true })
    symlinkSync(resolve('src'), join(modules, 'src'))
    const path = file(
      '.ts',
      `import { defineGuard } from ${JSON.stringify(resolve('src/guard.ts'))}
       export default defineGuard({
         rules: [{ path: '/ops/*', access: ({ groups }) => groups.includes('ops') }],
         flag: (exchange) => exchange.header('x-trial') !== 'off',
       })`,
    )
    const { config, faults } = load(path)
    assert.deepEqual(faults, [])
    const access = config.rules?.[0]?.access
    assert.ok(typeof access === 'function')
    assert.equal(await access({ user: { sub: 'a' }, groups: ['ops'] }), true)
    assert.equal(typeof config.flag, 'function')
  })

  const wrong: readonly [ending: string, text: string, said: RegExp][] = [
    [
      '.yaml',
      'default: deny',
      /^HALLPASS_CONFIG must name a file that ends in \.ts, \.mts, \.js, \.mjs or \.json/,
    ],
    ['.json', '{\n  "a": hunter2 }', /^HALLPASS_CONFIG names a file that is no JSON/],
    ['.json', '[]', /^HALLPASS_CONFIG /],
    ['.ts', '\nexport default {,}', /does not run: SyntaxError.* \(line 2\)$/],
    ['.mjs', '\nexport default {,}', /does not run: SyntaxError: .* \(node --check says where\)$/],
    ['.ts', 'enum A { B }\nexport default {}', /^HALLPASS_CONFIG names a file that does not run/],
    [
      '.ts',
      'export const config = {}',
      /without a default export: write export default defineGuard/,
    ],
    ['.ts', 'export default undefined', /without a default export/],
    ['.ts', 'export default null', /^HALLPASS_CONFIG /],
    ['.ts', 'export default () => ({})', /^HALLPASS_CONFIG must be an object/],
    ['.ts', 'export default (async () => ({}))()', /^HALLPASS_CONFIG is a promise: export what/],
    ['.ts', 'export default new Map([["default", "deny"]])', /^HALLPASS_CONFIG must be an object/],
    ['.ts', 'export default new Error("x")', /^HALLPASS_CONFIG must be an object/],
    ['.ts', 'await 1\nexport default {}', /await outside of a function cannot be used in it/],
    [
      '.ts',
      'import "not-there-at-all"\nexport default {}',
      /it imports not-there-at-all, which is not installed above \/.*: put the file beside node_modules/,
    ],
    ['.ts', 'import "./no.ts"\nexport default {}', /it imports \.\/no\.ts, which is not there$/],
    ['.ts', 'throw new Error("STAFF is missing")', /does not run: Error: STAFF is missing$/],
  ]
  for (const [ending, text, said] of wrong) {
    test(`is refused as ${ending} with ${JSON.stringify(text)}`, () => {
      const { config, faults, broken } = load(file(ending, text))
      assert.equal(faults.length, 1, faults.join('\n'))
      assert.match(faults[0] ?? '', said)
      assert.doesNotMatch(faults[0] ?? '', /hunter2/)
      assert.deepEqual(config, {})
      assert.equal(broken, true)
    })
  }

  test('is refused where it cannot be read, and where the program gives settings, too', () => {
    assert.deepEqual(load(join(folder, 'no.ts')).faults, [
      'HALLPASS_CONFIG names a file that cannot be read (ENOENT)',
    ])
    assert.deepEqual(load('no.config.ts').faults, [
      `HALLPASS_CONFIG names a file that cannot be read (ENOENT), relative to ${process.cwd()}`,
    ])
    mkdirSync(join(folder, 'a-folder.ts'))
    assert.match(load(join(folder, 'a-folder.ts')).faults.join(), /cannot be read \(EISDIR\)/)
    const read = new EnvironmentReader({ HALLPASS_CONFIG: 'x.ts' })
    assert.deepEqual(loadConfig(read, { default: 'login' }).config, { default: 'login' })
    assert.match(JSON.stringify(read.issues), /contradicts options\.config: give one of them/)
  })

  test('has every misspelt setting named, with the one that was meant', () => {
    const text = `export default {
      defualt: 'deny',
      rules: [{ path: '/', acces: 'public' }, { path: '/x', access: 'login', methdos: ['GET'] }],
      theme: { acent: '#123456' },
      upstreams: [{ url: 'ftp://x', stripPaths: true, path: 'api' }],
    }`
    assert.deepEqual(load(file('.ts', text)).faults.sort(), [
      'HALLPASS_CONFIG: defualt is not an option: write default',
      'HALLPASS_CONFIG: rules[0].acces is not an option: write access',
      'HALLPASS_CONFIG: rules[0].access is missing',
      'HALLPASS_CONFIG: rules[1].methdos is not an option: write methods',
      'HALLPASS_CONFIG: theme.acent is not an option: write accent',
      'HALLPASS_CONFIG: upstreams[0].path must be / or a path such as /api/*',
      'HALLPASS_CONFIG: upstreams[0].stripPaths is not an option: write stripPath',
      'HALLPASS_CONFIG: upstreams[0].url must be a URL such as http://127.0.0.1:8000',
    ])
  })
})
