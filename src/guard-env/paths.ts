/** `AGS_CLIENT_AUTHENTICATED_PATHS`: from its text to path rules. */
import type { PathRule } from '../guard/rules.ts'
import { type RulePath, rulePath } from './rule-path.ts'

/** A comma between two paths; the one of `{1,3}` is none. */
const SEPARATOR = /,(?!\d*\})/
/** Nothing in it has a meaning in a regular expression. */
const LITERAL = /^[\w~/-]*$/

/** What no path has: a rule of it would guard nothing. `?` repeats what is before it. */
const NO_PATH: readonly (readonly [sign: RegExp, fault: string])[] = [
  [/["']/, 'has quotes in it: leave them out'],
  [/:\/\//, 'is an address: write the path alone, such as account'],
  [/;/, 'has a ; in it: write commas between paths'],
  [/\?\w+=/, 'has a query: rules are for paths alone'],
  [/^\/\//, 'begins with //: write the path alone, such as account'],
  [/^\.{1,2}\/|\/\.{1,2}(?:\/|$)/, 'has . or .. for a folder: write the path that is meant'],
]

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
    const read = readPath(entry.trim())
    if ('fault' in read) faults.push(`path ${index + 1} ${read.fault}`)
    else rules.push({ path: read.path, access: 'login' })
  }
  return { rules, faults }
}

function readPath(entry: string): RulePath {
  const found = NO_PATH.find(([sign]) => sign.test(entry))
  if (found !== undefined) return { fault: found[1] }
  const below = entry.endsWith('/*')
  const own = below ? entry.slice(0, -2) : entry
  if (!LITERAL.test(own)) return rulePath('regex', below ? `(?:${own})(?:/.*)?` : own)
  const path = `/${own}`.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
  return { path: below ? `${path === '/' ? '' : path}/*` : path }
}
