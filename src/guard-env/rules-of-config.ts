/** The rules of a file: what is wrong with each, and those that are in order. */
import type { ConfigIssue } from '../errors.ts'
import type { PathRule } from '../guard/rules.ts'
import { isRecord } from '../session/state.ts'
import type { GuardRule } from './config.ts'
import type { LoadedConfig } from './config-file.ts'
import type { NamedRule } from './named-rule.ts'
import { methodFault } from './rule-methods.ts'
import { type PathKind, rulePath } from './rule-path.ts'

const KINDS: readonly PathKind[] = ['path', 'pattern', 'regex']

/** Looks at each rule, whatever is wrong with the others. */
export function rulesOfConfig({ given, config, where }: LoadedConfig): {
  readonly rules: readonly NamedRule[]
  readonly issues: readonly ConfigIssue[]
} {
  const issues: ConfigIssue[] = []
  const rules: NamedRule[] = []
  for (const [index, rule] of listed(given).entries()) {
    if (!isRecord(rule)) continue
    const name = `${where}rules[${index}]`
    const found = pathOf(rule)
    if ('fault' in found) issues.push({ path: `${name}${found.at}`, message: found.fault })
    const methods: readonly unknown[] = Array.isArray(rule.methods) ? rule.methods : []
    const wrong = methodFault(methods.filter((method) => typeof method === 'string'))
    if (wrong !== undefined) issues.push({ path: `${name}.methods`, message: wrong })
    const own = config.rules?.[index]
    if ('path' in found && own !== undefined)
      rules.push({ ...found, name, rule: ruleOf(own, found.path) })
  }
  return { rules, issues }
}

function listed(given: unknown): readonly unknown[] {
  return isRecord(given) && Array.isArray(given.rules) ? given.rules : []
}

function ruleOf({ methods, access }: GuardRule, path: PathRule['path']): PathRule {
  return { path, access, ...(methods && { methods }) }
}

type Found =
  | { readonly path: PathRule['path']; readonly spelling: string }
  | { readonly fault: string; readonly at: string }

function pathOf(rule: Readonly<Record<string, unknown>>): Found {
  const kinds = KINDS.filter((kind) => kind in rule)
  const [kind] = kinds
  if (kind === undefined) return { fault: 'has no path, pattern or regex', at: '' }
  if (kinds.length > 1) return { fault: `has ${kinds.join(' and ')}: give one of them`, at: '' }
  const text = rule[kind]
  // The shape is named already.
  if (typeof text !== 'string' || text === '') return { path: '/', spelling: '' }
  const read = rulePath(kind, text)
  return 'fault' in read
    ? { fault: read.fault, at: `.${kind}` }
    : { path: read.path, spelling: `${kind} ${text}` }
}
