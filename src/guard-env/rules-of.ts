/** The rules of a guard, from everywhere: variable, file, the paths of ags_client, default. */
import type { Access } from '../guard/access.ts'
import { type PathRule, ruleIssues } from '../guard/rules.ts'
import { isRecord } from '../session/state.ts'
import type { LoadedConfig } from './config-file.ts'
import { coverIssues } from './covered.ts'
import type { NamedRule } from './named-rule.ts'
import { guardedPaths } from './paths.ts'
import type { EnvironmentReader } from './read.ts'
import { rulesOfConfig } from './rules-of-config.ts'
import { rulesOfText } from './rules-text.ts'

/** What paths ask for that no rule names. */
export function defaultOf(read: EnvironmentReader, { config, where }: LoadedConfig): Access {
  const name = 'HALLPASS_DEFAULT_ACCESS'
  const given = read.text(name)
  const word = read.word(name, ['public', 'login', 'deny'], 'public')
  if (config.default === undefined) return word
  if (given !== undefined) read.contradiction(name, `${where}default`)
  return config.default
}

/**
 * In the order in which they are asked: `HALLPASS_RULES`, the file's, the paths of ags_client. No
 * rule at all is a fault where the default is public: nothing would be guarded.
 */
export function rulesOf(
  read: EnvironmentReader,
  loaded: LoadedConfig,
  defaultAccess: Access,
): readonly PathRule[] {
  const own = [...fromText(read), ...fromFile(read, loaded)]
  const isOpen = defaultAccess === 'public' && own.length === 0
  const attempted = read.text('HALLPASS_RULES') !== undefined || loaded.broken
  const paths = fromPaths(read, isOpen && !attempted)
  for (const { path, message } of coverIssues(own, paths)) read.fault(path, message)
  return [...own, ...paths].map(({ rule }) => rule)
}

function fromText(read: EnvironmentReader): readonly NamedRule[] {
  const name = 'HALLPASS_RULES'
  const text = read.text(name)
  if (text === undefined) return []
  const { rules, faults } = rulesOfText(text)
  for (const fault of faults) read.fault(name, fault)
  // What is wrong with a plain path is for the rules to say.
  return rules.filter((named) => {
    const issues = ruleIssues({ default: 'public', rules: [named.rule] })
    for (const { message } of issues)
      read.fault(name, `${named.name.slice(name.length + 1)} ${message}`)
    return issues.length === 0
  })
}

function fromFile(read: EnvironmentReader, loaded: LoadedConfig): readonly NamedRule[] {
  const { rules, issues } = rulesOfConfig(loaded)
  const { given, where } = loaded
  const guard = isRecord(given) ? { default: 'public', ...given } : { default: 'public' }
  const found = ruleIssues(guard).map(({ path, message }) => {
    return { path: `${where}${path.replace(/^guard\.?/, '')}`, message }
  })
  const named = new Set(read.issues.map(({ path }) => path))
  for (const { path, message } of [...issues, ...found]) {
    if (!named.has(path)) read.fault(path, message)
    // One fault of a setting is enough.
    named.add(path)
  }
  return issues.length + found.length === 0 ? rules : []
}

const INSTEAD = ': name paths, or write HALLPASS_RULES or HALLPASS_DEFAULT_ACCESS'

function fromPaths(read: EnvironmentReader, isRequired: boolean): readonly NamedRule[] {
  const name = 'AGS_CLIENT_AUTHENTICATED_PATHS'
  const text = isRequired ? read.required(name, INSTEAD) : read.text(name)
  if (text === undefined) return []
  const { rules, faults } = guardedPaths(text)
  for (const fault of faults) read.fault(name, fault)
  return rules.map((rule) => ({ rule, name, spelling: spellingOf(rule) }))
}

function spellingOf({ path }: PathRule): string {
  return typeof path === 'string' ? `path ${path}` : `regex ${path.source}`
}
