/** `HALLPASS_RULES`: rules in a line each, `GET,POST /orders/:id group=staff`. */
import type { PathRule } from '../guard/rules.ts'
import type { NamedRule } from './named-rule.ts'
import { accessOf, type TextAccess } from './rule-access.ts'
import { methodFault } from './rule-methods.ts'
import { type PathKind, rulePath } from './rule-path.ts'

/** Methods, path, access; the access may have spaces in it, as a group may. */
const LINE = /^(?:([^\s/~*{]\S*)\s+)?([/~*{]\S*)\s+(\S.*)$/
/** What only a `URLPattern` has: a name, a group, a part in braces, a star inside. */
const PATTERN = /:[\p{ID_Start}$_]|[({\\]|\*./u
/** A star at the end that is not all of a segment. */
const STAR = /(?:^|[^/])\*$/

/** The rules of a text, and what is wrong with them, each named by its place from 1. */
export interface TextRules {
  readonly rules: readonly NamedRule[]
  readonly faults: readonly string[]
}

/** Reads one rule a line, or several with `;` between them. The first that matches decides. */
export function rulesOfText(text: string): TextRules {
  const rules: NamedRule[] = []
  const faults: string[] = []
  const known = new Map<string, TextAccess>()
  const lines = text.split(/[;\r\n]/).flatMap((line) => line.trim() || [])
  for (const [index, line] of lines.entries()) {
    const name = `rule ${index + 1}`
    const [, methods, path = '', access = ''] = LINE.exec(line) ?? []
    if (path === '') faults.push(`${name} must be a path and what it asks for: /account/* login`)
    else {
      const found = ruleOf({ methods, path, access }, known)
      if ('rule' in found) rules.push({ ...found, name: `HALLPASS_RULES ${name}` })
      faults.push(...found.faults.map((fault) => `${name} ${fault}`))
    }
  }
  if (lines.length === 0) faults.push('has no rule')
  return { rules, faults }
}

interface Parts {
  readonly methods: string | undefined
  readonly path: string
  readonly access: string
}

type Found =
  | { readonly faults: readonly string[] }
  | { readonly rule: PathRule; readonly spelling: string; readonly faults: readonly [] }

/** @param known - Accesses by their text: the same words are the same access to the rules. */
function ruleOf(parts: Parts, known: Map<string, TextAccess>): Found {
  const methods = parts.methods?.split(',')
  const kind = kindOf(parts.path)
  const text = kind === 'regex' ? parts.path.slice(1) : parts.path
  const path = rulePath(kind, text)
  const asked = accessOf(parts.access)
  const wrong = methodFault(methods ?? [])
  const faults = [
    ...(wrong === undefined ? [] : [wrong]),
    ...('fault' in path ? [path.fault] : []),
    ...('fault' in asked ? [asked.fault] : []),
  ]
  if ('fault' in path || 'fault' in asked || wrong !== undefined) return { faults }
  const access = known.get(parts.access) ?? asked.access
  known.set(parts.access, access)
  const rule = { path: path.path, access, ...(methods && { methods }) }
  return { rule, spelling: `${kind} ${text}`, faults: [] }
}

function kindOf(path: string): PathKind {
  if (path.startsWith('~')) return 'regex'
  return PATTERN.test(path) || STAR.test(path) ? 'pattern' : 'path'
}
