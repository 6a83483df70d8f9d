/** The files of the repository and what they import and export, read from their text. */
import { globSync, readFileSync } from 'node:fs'

/** One `import … from`, `export … from`, `import '…'` or `import('…')`. */
export interface Import {
  readonly from: string
  /** Whether it leaves nothing behind once types are stripped. */
  readonly typeOnly: boolean
  readonly dynamic: boolean
}

/** The TypeScript files below `folders`; their tests too when asked for. */
export function sourceFiles(folders: readonly string[], tests = false): string[] {
  const patterns = folders.map((folder) => `${folder}/**/*.ts`)
  const exclude = (path: string) => /(^|\/)(node_modules|\.next)(\/|$)/.test(path)
  return globSync(patterns, { exclude })
    .filter((file) => tests || !/\.test\.ts$/.test(file))
    .sort()
}

const STATEMENT =
  /^(?:(?:import|export)\s+(?<clause>(?:type\s)?[\w\s{},*$]*?)\s*from\s|import\s)'(?<from>[^'\n]+)'/gm
const CALL = /\bimport\(\s*['"](?<from>[^'"]+)['"]/g

/** Every import of a file. Our formatter starts each statement in the first column. */
export function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map((match) => {
    const clause = match.groups?.clause ?? ''
    return { from: match.groups?.from ?? '', typeOnly: isTypeOnly(clause), dynamic: false }
  })
  const calls = [...text.matchAll(CALL)].map((match) => {
    return { from: match.groups?.from ?? '', typeOnly: false, dynamic: true }
  })
  return [...statements, ...calls]
}

function isTypeOnly(clause: string): boolean {
  return clause.startsWith('type ')
}

/** The names that an entry file re-exports, values and types apart. */
export interface Exported {
  readonly values: string[]
  readonly types: string[]
}

const NAMED = /^export (?<type>type )?\{(?<names>[^}]*)\} from '[^']+'$/

/** Reads an entry file; throws at anything but comments and `export { names } from`. */
export function exportsOf(file: string): Exported {
  const text = readFileSync(file, 'utf8')
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const values: string[] = []
  const types: string[] = []
  for (const statement of code.split(/\n(?=export)/)) {
    if (statement.trim() === '') continue
    const match = NAMED.exec(statement.trim())
    if (match === null) throw new Error(`${file}: not a re-export by name: ${statement.trim()}`)
    for (const item of (match.groups?.names ?? '').split(',')) {
      const name =
        item
          .trim()
          .split(/\s+as\s+/)
          .at(-1)
          ?.trim() ?? ''
      if (name === '') continue
      if (match.groups?.type !== undefined) types.push(name)
      else if (name.startsWith('type ')) types.push(name.slice(5))
      else values.push(name)
    }
  }
  return { values: values.sort(), types: types.sort() }
}

/** The public subpaths of the package, each with its entry file in `src`. */
export function entries(): Map<string, string> {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  const found = new Map<string, string>()
  for (const [subpath, target] of Object.entries<string | { default: string }>(manifest.exports)) {
    if (typeof target === 'string') continue
    const file = target.default.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts')
    found.set(subpath.replace(/^\./, 'hallpass'), file)
  }
  return found
}

/** Every exported name of every subpath, as `exports.json` holds them. */
export function publicNames(): Record<string, Exported> {
  return Object.fromEntries([...entries()].map(([subpath, file]) => [subpath, exportsOf(file)]))
}
