/** Rules that nothing ever reaches, since one above them takes all their requests. */
import type { ConfigIssue } from '../errors.ts'
import { isPathPattern } from '../guard/path-pattern.ts'
import type { NamedRule } from './named-rule.ts'

/**
 * Where an earlier rule decides for all of a later one, the later one is a mistake: what it says
 * was meant to be so. The paths of ags_client come last and may be decided by a rule of ours above
 * them, but for one that opens them.
 */
export function coverIssues(
  own: readonly NamedRule[],
  paths: readonly NamedRule[],
): readonly ConfigIssue[] {
  const found = own.flatMap((later, index) => {
    const first = own.slice(0, index).find((earlier) => covers(earlier, later))
    return first === undefined ? [] : [issueOf(first, later)]
  })
  const opened = paths.flatMap((later) => {
    const first = own.find((earlier) => covers(earlier, later))
    return first?.rule.access === 'public' ? [issueOf(first, later)] : []
  })
  return [...found, ...opened]
}

function issueOf(first: NamedRule, later: NamedRule): ConfigIssue {
  const message = `is never reached: ${first.name} decides first for all of it. Put it above that one, or take it away`
  const [path = '', rule] = later.name.split(/(?<=^HALLPASS_RULES) /)
  return { path, message: rule === undefined ? message : `${rule} ${message}` }
}

function covers(earlier: NamedRule, later: NamedRule): boolean {
  return coversMethods(earlier.rule.methods, later.rule.methods) && coversPath(earlier, later)
}

/** Undefined is every method. */
function coversMethods(
  earlier: readonly string[] | undefined,
  later: readonly string[] | undefined,
): boolean {
  if (earlier === undefined) return true
  const all = earlier.includes('GET') ? [...earlier, 'HEAD'] : earlier
  return later?.every((method) => all.includes(method)) ?? false
}

/** Only where it is sure: of two expressions, none is known to hold all of the other. */
function coversPath(earlier: NamedRule, later: NamedRule): boolean {
  const [above, below] = [earlier.rule.path, later.rule.path]
  if (earlier.spelling === later.spelling) return true
  if (isPathPattern(below)) return above === '/*'
  const isTree = below.endsWith('/*')
  const path = bare(below.toLowerCase().replace(/\/\*$/, '/'))
  if (isPathPattern(above)) return !isTree && above.matches(path)
  const whole = above.toLowerCase()
  if (!whole.endsWith('/*')) return !isTree && bare(whole) === path
  const root = whole.slice(0, -1)
  return path === bare(root) || path.startsWith(root)
}

function bare(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
