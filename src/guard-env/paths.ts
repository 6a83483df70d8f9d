/** `AGS_CLIENT_AUTHENTICATED_PATHS`: from its text to path rules. */
import { isHallpassError } from '../errors.ts'
import type { PathRule } from '../guard/rules.ts'
import { pathPattern } from './path-pattern.ts'

/** A comma between two paths; the one of `{1,3}` is none. */
const SEPARATOR = /,(?!\d*\})/
/** Nothing in it has a meaning in a regular expression. */
const LITERAL = /^[\w~/-]*$/
/** What the path of a request as it is matched has in one reading only is anything but these. */
const NEVER = /[^!-~]|[#%]/
/** A brace that repeats nothing: RE2 would take it for a letter. */
const STRAY_BRACE = /(?<!\\)(?:\{(?!\d+(?:,\d*)?\})|(?<!\{\d+(?:,\d*)?)\})/

/** The rules of the paths, and what is wrong with them, each named by its place from 1. */
export interface GuardedPaths {
  readonly rules: readonly PathRule[]
  readonly faults: readonly string[]
}

/**
 * Reads a comma-separated list of paths. Each is written without its first slash, is for the whole
 * path with or without a last slash, and may be a regular expression; an empty one between commas
 * is the start page, as it is to ags_client. One that ends in `/*` is for all below it, too.
 */
export function guardedPaths(text: string): GuardedPaths {
  const rules: PathRule[] = []
  const faults: string[] = []
  for (const [index, entry] of text.split(SEPARATOR).entries()) {
    const read = rulePath(entry.trim())
    if ('fault' in read) faults.push(`path ${index + 1} ${read.fault}`)
    else rules.push({ path: read.path, access: 'login' })
  }
  return { rules, faults }
}

function rulePath(entry: string): { path: PathRule['path'] } | { fault: string } {
  if (NEVER.test(entry)) {
    return { fault: 'holds white space, #, % or what is not ASCII: write . for such a character' }
  }
  const below = entry.endsWith('/*')
  const own = below ? entry.slice(0, -2) : entry
  if (LITERAL.test(own)) {
    const path = `/${own}`.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
    return { path: below ? `${path === '/' ? '' : path}/*` : path }
  }
  if (STRAY_BRACE.test(entry)) {
    return { fault: 'has a brace that repeats nothing: write \\{ for the brace itself' }
  }
  try {
    return { path: pathPattern(below ? `(?:${own})(?:/.*)?` : own) }
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return { fault: error.message.replace(/^pathPattern /, '') }
  }
}
