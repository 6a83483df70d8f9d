/** The path of a rule in its three spellings: plain, `URLPattern`, regular expression. */
import { isHallpassError } from '../errors.ts'
import type { PathPattern } from '../guard/path-pattern.ts'
import { pathPattern } from './path-pattern.ts'
import { urlPattern } from './url-pattern.ts'

/** Which of the three. */
export type PathKind = 'path' | 'pattern' | 'regex'

/** What the rules take, or what is wrong with it. */
export type RulePath = { readonly path: string | PathPattern } | { readonly fault: string }

/** What the path of a request as it is matched has in one reading only is anything but these. */
const NEVER = /[^!-~]|[#%]/
/** A brace that repeats nothing: RE2 would take it for a letter. */
const STRAY_BRACE = /(?<!\\)(?:\{(?!\d+(?:,\d*)?\})|(?<!\{\d+(?:,\d*)?)\})/

/** Reads the path of a rule. What is wrong with a plain one is for the rules themselves to say. */
export function rulePath(kind: PathKind, text: string): RulePath {
  if (kind === 'path') return { path: text }
  if (NEVER.test(text)) {
    return { fault: 'holds white space, #, % or what is not ASCII: write . for such a character' }
  }
  if (kind === 'regex' && STRAY_BRACE.test(text)) {
    return { fault: 'has a brace that repeats nothing: write \\{ for the brace itself' }
  }
  try {
    return { path: kind === 'regex' ? pathPattern(text) : urlPattern(text) }
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return { fault: error.message.replace(/^(?:pathPattern|urlPattern) /, '') }
  }
}
