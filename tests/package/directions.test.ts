import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { entries, importsOf, sourceFiles } from './sources.ts'

/** A folder imports itself and what is on an earlier line. */
const LAYERS = [
  ['errors'],
  ['http', 'crypto'],
  ['options'],
  ['stores'],
  ['signing'],
  ['consent'],
  ['session'],
  ['tokens'],
  ['login'],
  ['guard'],
  ['pass'],
  ['adapters'],
  ['serve'],
  ['consent-service'],
  ['guard-env'],
  ['proxy'],
  ['service'],
  ['testing'],
  ['entry'],
  ['cli'],
] as const

/** What the core may load beside its own files: Bun, Deno and Workers have all of it. */
const CORE = ['oauth4webapi', 'jose', 'cookie', 'valibot', 'node:crypto', 'node:net', 'node:zlib']

/** Stores are loaded by who chose one: Bun and Deno have these modules too, Workers in part. */
const NODE_OF_STORES = new Set(['node:fs', 'node:path', 'node:sqlite', 'node:timers/promises'])

/** An optional peer, for those who import `hallpass/tokens/password`. */
const ARGON2 = '@node-rs/argon2'

/** What adapters may load: their framework, what reads and writes headers, Node's modules. */
const FRAMEWORK = /^(express|fastify|hono|koa|next|on-headers|cookie|node:[a-z/]+)(\/[a-z./-]+)?$/

const ENTRY_FILES = new Set(entries().values())

function layerOf(file: string): string {
  if (ENTRY_FILES.has(file)) return 'entry'
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '')
}

function rank(layer: string): number {
  return LAYERS.findIndex((names) => (names as readonly string[]).includes(layer))
}

const files = sourceFiles(['src']).map((file) => ({
  file,
  layer: layerOf(file),
  imports: importsOf(readFileSync(file, 'utf8')),
}))
const relativeImports = files.flatMap(({ file, layer, imports }) =>
  imports
    .filter(({ from }) => from.startsWith('.'))
    .map((found) => ({ ...found, file, layer, target: join(dirname(file), found.from) })),
)
const packageImports = files.flatMap(({ file, layer, imports }) =>
  imports.filter(({ from }) => !from.startsWith('.')).map((found) => ({ ...found, file, layer })),
)

describe('imports', () => {
  test('every file of src is in a layer', () => {
    assert.deepEqual(
      files.filter(({ layer }) => rank(layer) === -1).map(({ file }) => file),
      [],
    )
  })

  test('point one way: errors, http and crypto, session, login, guard, pass, adapters, cli', () => {
    const wrong = relativeImports
      .filter(
        ({ layer, target }) => layer !== layerOf(target) && rank(layer) <= rank(layerOf(target)),
      )
      .map(({ file, target }) => `${file} imports ${target}`)
    assert.deepEqual(wrong, [])
  })

  test('adapters load only http, errors, each other and the check of a requirement; of the rest they use types', () => {
    const wrong = relativeImports
      .filter(({ layer, typeOnly }) => layer === 'adapters' && !typeOnly)
      .filter(({ target }) => !['errors', 'http', 'adapters'].includes(layerOf(target)))
      .filter(({ target }) => target !== 'src/guard/access.ts')
      .map(({ file, target }) => `${file} imports ${target}`)
    assert.deepEqual(wrong, [])
  })

  test('the core loads its four libraries, and of Node only what every runtime has', () => {
    const wrong = packageImports
      .filter(({ layer }) => rank(layer) < rank('adapters'))
      .filter(({ from }) => !CORE.includes(from))
      .filter(({ from, typeOnly, dynamic }) => !(from.startsWith('node:') && (typeOnly || dynamic)))
      .filter(({ file, from }) => !(file.startsWith('src/stores/') && NODE_OF_STORES.has(from)))
      .filter(({ file, from }) => !(file === 'src/tokens/password/argon2.ts' && from === ARGON2))
      .map(({ file, from }) => `${file} imports ${from}`)
    assert.deepEqual(wrong, [])
  })

  test('adapters load their framework and Node, and fetch neither', () => {
    const wrong = packageImports
      .filter(({ layer }) => layer === 'adapters')
      .filter(({ file, from }) => file.includes('/fetch') || !FRAMEWORK.test(from))
      .map(({ file, from }) => `${file} imports ${from}`)
    assert.deepEqual(wrong, [])
  })

  test('a reader of imports finds each kind', () => {
    const text = [
      "import type { A } from './a.ts'",
      "import b, { type C } from 'b'",
      "export {\n  d,\n} from './d.ts'",
      "import 'e'",
      "const f = await import('f')",
    ].join('\n')
    assert.deepEqual(importsOf(text), [
      { from: './a.ts', typeOnly: true, dynamic: false },
      { from: 'b', typeOnly: false, dynamic: false },
      { from: './d.ts', typeOnly: false, dynamic: false },
      { from: 'e', typeOnly: false, dynamic: false },
      { from: 'f', typeOnly: false, dynamic: true },
    ])
  })
})

describe('files', () => {
  test('hold at most 250 lines', () => {
    const long = sourceFiles(['src', 'scripts', 'tests', 'examples', 'bench'], true)
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250)
      .map(({ file, lines }) => `${file}: ${lines}`)
    assert.deepEqual(long, [])
  })

  test('are named after what they do: none is called utils, helpers, common or misc', () => {
    const vague = /(^|\/|-)(utils?|helpers?|common|misc)(\/|-|\.)/
    assert.deepEqual(
      sourceFiles(['src'], true).filter((file) => vague.test(file)),
      [],
    )
  })
})
