/** Quotes around a value: `docker run --env-file` and `environment:` of Compose do not take them off. */
import type { ConfigIssue } from '../errors.ts'
import type { Environment } from './unknown-names.ts'

/** The text between two quotes of one kind; undefined where they do not stand around all of it. */
export function insideQuotes(value: string): string | undefined {
  return /^(["'])(.*)\1$/s.exec(value.trim())?.[2]
}

/** The faults of those of the names whose values have quotes around them. */
export function quoteIssues(env: Environment, names: readonly string[]): ConfigIssue[] {
  return names
    .filter((name) => insideQuotes(env[name] ?? '') !== undefined)
    .map((path) => ({
      path,
      message: 'has quotes around its value, and they are part of it: leave them out',
    }))
}
