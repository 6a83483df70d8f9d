/** Regular expressions for paths, on an engine whose time grows with the path's length and no more. */
import { RE2JS, RE2JSException } from 're2js'
import { HallpassError } from '../errors.ts'
import { type PathPattern, patternOf } from '../guard/path-pattern.ts'

/** Steps of a compiled expression: those of a path have dozens. */
const MAX_STEPS = 200
/** `(?-i)` and `(?s-i:…)`. */
const CASE_FLAG = /\(\?[a-zA-Z]*-[a-zA-Z]*i/

/**
 * A regular expression in place of a path in the rules of `guard`. It must match the whole path, as
 * if it began with `^` and ended with `$`, in any case, with or without a slash at either end. The
 * query is never looked at.
 *
 * The syntax is RE2's: that of JavaScript but for look-ahead, look-behind and back-references. No
 * expression takes more time than the length of the path is worth.
 *
 * @throws `invalid_config` for what is no such expression, or one of more than 200 steps
 * @example
 * guard: { default: 'public', rules: [{ path: pathPattern('orders/[0-9]+'), access: 'login' }] }
 */
export function pathPattern(source: string): PathPattern {
  const engine = compileLinear(source)
  return patternOf(source, (path) => {
    const slashed = path.endsWith('/') ? path : `${path}/`
    return [path, slashed, path.slice(1), slashed.slice(1)].some((one) => engine.testExact(one))
  })
}

/** The engine of an expression. @throws `invalid_config` */
export function compileLinear(source: unknown): RE2JS {
  if (typeof source !== 'string' || source === '') {
    throw new HallpassError('invalid_config', 'pathPattern must be a regular expression as text')
  }
  if (CASE_FLAG.test(source.replace(/\\./g, ''))) {
    // Paths are matched in lower case: what insists on an upper-case letter would match nothing.
    throw new HallpassError('invalid_config', 'pathPattern cannot turn the flag i off')
  }
  let engine: RE2JS
  try {
    engine = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new HallpassError('invalid_config', `pathPattern ${explain(error)}`)
  }
  if (engine.programSize() <= MAX_STEPS) return engine
  throw new HallpassError('invalid_config', `pathPattern has more than ${MAX_STEPS} steps`)
}

/** The engine quotes the expression: what is left is what is wrong with it. */
function explain(error: RE2JSException): string {
  const why = /^error parsing regexp: ([^:`]+)/.exec(error.message)?.[1] ?? 'unknown fault'
  return `is no regular expression that RE2 takes (${why})`
}
