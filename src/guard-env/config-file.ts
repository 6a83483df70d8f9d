/** The file of `HALLPASS_CONFIG`: loaded at the start, at once, or refused with what is wrong. */
import { readFileSync } from 'node:fs'
import { extname, isAbsolute, resolve } from 'node:path'
import type { GuardConfig } from './config.ts'
import { configIssues } from './config-schema.ts'
import { codeOf, type EnvironmentReader } from './read.ts'
import { type Loaded, runConfig } from './run-config.ts'

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

const KINDS = ['.ts', '.mts', '.js', '.mjs', '.json']

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
    const from = isAbsolute(path) ? '' : `, relative to ${process.cwd()}`
    return { fault: `names a file that cannot be read (${codeOf(error)})${from}` }
  }
  return kind === '.json' ? parse(text) : runConfig(file, text)
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
