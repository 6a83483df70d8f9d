/** Path rules: which access a path asks for. The first rule that matches decides. */
import type { ConfigIssue } from '../errors.ts'
import { isHallpassError } from '../errors.ts'
import { type CanonicalPath, canonicalPath } from '../http/paths.ts'
import { isRecord } from '../session/state.ts'
import { type Access, checkAccess } from './access.ts'
import { isPathPattern, type PathPattern } from './path-pattern.ts'

/** One rule. */
export interface PathRule {
  /**
   * `/about` (that path), `/account/*` (that path and everything below it), or a regular
   * expression that `pathPattern` of `hallpass/guard` made.
   */
  readonly path: string | PathPattern
  /** Upper case; by default every method. */
  readonly methods?: readonly string[]
  readonly access: Access
}

/** The rules of a service: read from the top, the first that matches decides. */
export interface PathRules {
  /** For paths that no rule names. */
  readonly default: Access
  readonly rules?: readonly PathRule[]
  /** `report` lets everybody through, and logs what would have been refused; default `enforce`. */
  readonly mode?: 'enforce' | 'report'
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
  /** @param path - In lower case. @param exact - The same without a last slash. */
  hits(path: string, exact: string): boolean
  readonly methods: readonly string[] | undefined
  readonly access: Access
}

/** Characters of all readings that a regular expression is asked about: it is slow, if linear. */
const MAX_PATTERN_CHARACTERS = 4096

/** The rules, ready to be asked with every request. */
export class Rules {
  readonly #compiled: readonly Compiled[]
  readonly #default: Access
  readonly #hasPatterns: boolean

  constructor(guard: PathRules) {
    this.#default = guard.default
    this.#hasPatterns = guard.rules?.some(({ path }) => isPathPattern(path)) ?? false
    this.#compiled = (guard.rules ?? []).map((rule) => compile(rule))
  }

  /**
   * The access that a path asks for; undefined when two readings of the path (encoded slashes,
   * dot segments, `;parameters`) ask for different things: who knows what the app would read.
   * Undefined also where there are regular expressions, and the readings have more than 4096
   * characters together.
   */
  match(path: CanonicalPath, method: string): Access | undefined {
    if (this.#hasPatterns && isLong(path.forms)) return undefined
    const [first = '/', ...others] = path.forms
    const access = this.#access(first, method)
    return others.every((form) => this.#access(form, method) === access) ? access : undefined
  }

  #access(form: string, method: string): Access {
    const lower = form.toLowerCase()
    const exact = bare(lower)
    for (const rule of this.#compiled) {
      const meant = rule.methods?.includes(method) ?? true
      if (meant && rule.hits(lower, exact)) return rule.access
    }
    return this.#default
  }
}

function isLong(forms: readonly string[]): boolean {
  return forms.reduce((sum, { length }) => sum + length, 0) > MAX_PATTERN_CHARACTERS
}

function bare(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Rules ignore case and a last slash: a router that does too must not be a way around a rule. */
function compile(rule: PathRule): Compiled {
  return {
    hits: hitsOf(rule.path),
    // A HEAD is answered by the handler of GET.
    methods: rule.methods?.includes('GET') ? [...rule.methods, 'HEAD'] : rule.methods,
    access: rule.access,
  }
}

function hitsOf(path: string | PathPattern): Compiled['hits'] {
  if (isPathPattern(path)) return (_path, exact) => path.matches(exact)
  const whole = path.toLowerCase()
  if (!whole.endsWith('/*')) {
    const own = bare(whole)
    return (_path, exact) => exact === own
  }
  const below = whole.slice(0, -1)
  const own = bare(below.slice(0, -1)) || '/'
  return (path, exact) => exact === own || path.startsWith(below)
}
