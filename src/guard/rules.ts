/** Path rules: which access a path asks for. The first rule that matches decides. */
import type { ConfigIssue } from '../errors.ts'
import { isHallpassError } from '../errors.ts'
import { type CanonicalPath, canonicalPath } from '../http/paths.ts'
import { isRecord } from '../session/state.ts'
import { type Access, checkAccess } from './access.ts'

/** One rule. */
export interface PathRule {
  /** `/about` (that path), or `/account/*` (that path and everything below it). */
  readonly path: string
  /** Upper case; by default every method. */
  readonly methods?: readonly string[]
  readonly access: Access
}

/** The rules of a service: read from the top, the first that matches decides. */
export interface PathRules {
  /** For paths that no rule names. */
  readonly default: Access
  readonly rules?: readonly PathRule[]
}

/** Everything that is wrong in the rules; parts of another type are for the schema to name. */
export function ruleIssues(guard: unknown): ConfigIssue[] {
  if (!isRecord(guard)) return []
  const issues: ConfigIssue[] = [...accessIssues(guard.default, 'guard.default')]
  const rules: readonly unknown[] = Array.isArray(guard.rules) ? guard.rules : []
  for (const [index, rule] of rules.entries()) {
    if (!isRecord(rule)) continue
    const where = `guard.rules[${index}]`
    issues.push(...accessIssues(rule.access, `${where}.access`))
    if (typeof rule.path === 'string' && !isPlain(rule.path)) {
      issues.push({
        path: `${where}.path`,
        message: 'must be a plain path such as /about, or end in /* such as /account/*',
      })
    }
    if (Array.isArray(rule.methods) && !areMethods(rule.methods)) {
      issues.push({ path: `${where}.methods`, message: 'must be in upper case, such as GET' })
    }
  }
  return issues
}

function areMethods(methods: readonly unknown[]): boolean {
  const isLower = (method: unknown) => typeof method === 'string' && !/^[A-Z]+$/.test(method)
  return methods.length > 0 && !methods.some(isLower)
}

/** Whether the path has one reading only: no request could ever match another one. */
function isPlain(rule: string): boolean {
  const path = rule.replace(/\/\*$/, '')
  if (path === '') return rule === '/*'
  const read = /[*?]/.test(path) || rule.endsWith('//*') ? undefined : canonicalPath(path)
  return (
    read !== undefined && new Set(read.forms.map((form) => bare(form.toLowerCase()))).size === 1
  )
}

function accessIssues(access: unknown, where: string): readonly ConfigIssue[] {
  try {
    checkAccess(access, where)
    return []
  } catch (error) {
    if (isHallpassError(error)) return error.issues ?? []
    throw error
  }
}

interface Compiled {
  readonly exact: string
  readonly below: string | undefined
  readonly methods: readonly string[] | undefined
  readonly access: Access
}

/** The rules, ready to be asked with every request. */
export class Rules {
  readonly #compiled: readonly Compiled[]
  readonly #default: Access

  constructor(guard: PathRules) {
    this.#default = guard.default
    this.#compiled = (guard.rules ?? []).map((rule) => compile(rule))
  }

  /**
   * The access that a path asks for; undefined when two readings of the path (encoded slashes,
   * dot segments, `;parameters`) ask for different things: who knows what the app would read.
   */
  match(path: CanonicalPath, method: string): Access | undefined {
    const [first = '/', ...others] = path.forms
    const access = this.#access(first, method)
    return others.every((form) => this.#access(form, method) === access) ? access : undefined
  }

  #access(form: string, method: string): Access {
    const lower = form.toLowerCase()
    const exact = bare(lower)
    for (const rule of this.#compiled) {
      const hit = exact === rule.exact || (rule.below !== undefined && lower.startsWith(rule.below))
      if (hit && (rule.methods?.includes(method) ?? true)) return rule.access
    }
    return this.#default
  }
}

function bare(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Rules ignore case and a last slash: a router that does too must not be a way around a rule. */
function compile(rule: PathRule): Compiled {
  const whole = rule.path.toLowerCase()
  const prefix = whole.endsWith('/*') ? whole.slice(0, -1) : undefined
  const exact = prefix === undefined ? whole : prefix.slice(0, -1)
  return {
    exact: bare(exact) || '/',
    below: prefix,
    // A HEAD is answered by the handler of GET.
    methods: rule.methods?.includes('GET') ? [...rule.methods, 'HEAD'] : rule.methods,
    access: rule.access,
  }
}
