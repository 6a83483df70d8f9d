/** The file of `HALLPASS_CONFIG`: loaded at the start, at once, or refused with what is wrong. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, resolve } from 'node:path'
import { types } from 'node:util'
import type { GuardConfig } from './config.ts'
import { configIssues } from './config-schema.ts'
import { codeOf, type EnvironmentReader } from './read.ts'

/** What a file says, or the program instead of it. */
export interface LoadedConfig {
  /** Nothing where something is wrong with it. */
  readonly config: GuardConfig
  /** As it was found, for rules that are in order beside what is not. */
  readonly given: unknown
  /** What stands before the name of one of its settings in a fault. */
  readonly where: string
  /** The shape of it is wrong, and that is said already. */
  readonly broken: boolean
}

const KINDS = ['.ts', '.js', '.mjs', '.json']
/** Characters of what the file itself said. */
const MAX_SAID = 200

/** @param own - Given by the program instead of a file. */
export function loadConfig(read: EnvironmentReader, own: GuardConfig | undefined): LoadedConfig {
  const path = read.text('HALLPASS_CONFIG')
  if (own !== undefined) {
    if (path !== undefined) read.contradiction('HALLPASS_CONFIG', 'options.config')
    return checked(read, own, 'options.config.')
  }
  const where = 'HALLPASS_CONFIG: '
  if (path === undefined) return { config: {}, given: undefined, where, broken: false }
  const loaded = load(path)
  if ('given' in loaded) return checked(read, loaded.given, where)
  read.fault('HALLPASS_CONFIG', loaded.fault)
  return { config: {}, given: undefined, where, broken: true }
}

function checked(read: EnvironmentReader, given: unknown, where: string): LoadedConfig {
  const issues = configIssues(given, where)
  for (const { path, message } of issues) read.fault(path, message)
  const broken = issues.length > 0
  return { config: isConfig(given, broken) ? given : {}, given, where, broken }
}

function isConfig(_given: unknown, broken: boolean): _given is GuardConfig {
  return !broken
}

type Loaded = { readonly given: unknown } | { readonly fault: string }

/** A relative path is relative to the working directory. */
function load(path: string): Loaded {
  const kind = extname(path)
  if (!KINDS.includes(kind)) {
    return { fault: `must name a file that ends in ${KINDS.slice(0, -1).join(', ')} or .json` }
  }
  const file = resolve(path)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { fault: `names a file that cannot be read (${codeOf(error)})` }
  }
  return kind === '.json' ? parse(text) : run(file)
}

function parse(text: string): Loaded {
  try {
    return { given: JSON.parse(text) }
  } catch (error) {
    // The rest of the message quotes the file.
    const at = /line \d+ column \d+/.exec(String(error))?.[0]
    return { fault: `names a file that is no JSON${at === undefined ? '' : ` (${at})`}` }
  }
}

const EXPORT = 'write export default defineGuard({ … })'

/** Node.js loads ES modules at once, and takes the types out of TypeScript. */
function run(file: string): Loaded {
  let loaded: unknown
  try {
    loaded = createRequire(file)(file)
  } catch (error) {
    return { fault: `names a file that does not run: ${said(error)}` }
  }
  if (!isNamespace(loaded)) return fromCommonJs(loaded)
  const given: unknown = Reflect.get(loaded, 'default')
  if (given !== undefined) return { given }
  return { fault: `names a file without a default export: ${EXPORT}` }
}

function isNamespace(loaded: unknown): loaded is object {
  return types.isModuleNamespaceObject(loaded)
}

/** A file that exports nothing has exports all the same: an empty object. */
function fromCommonJs(loaded: unknown): Loaded {
  const isEmpty = typeof loaded === 'object' && loaded !== null && Object.keys(loaded).length === 0
  return isEmpty ? { fault: `names a file that exports nothing: ${EXPORT}` } : { given: loaded }
}

function said(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_REQUIRE_ASYNC_MODULE') return 'await outside of a function cannot be used in it'
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return 'it imports a module that is not there'
  }
  const text = (String(error).split('\n', 1)[0] ?? '').slice(0, MAX_SAID)
  return error instanceof SyntaxError ? `${text} (${placeOf(error)})` : text
}

/** Node.js puts the file and its line before the stack, but not for an ES module in JavaScript. */
function placeOf(error: SyntaxError): string {
  const line = /^[^\n]*:(\d+)\n/.exec(error.stack ?? '')?.[1]
  return line === undefined ? 'node --check says where' : `line ${line}`
}
