/** Checks options against a schema and says every fault in words: which option, what to write. */
import * as v from 'valibot'
import type { ConfigIssue } from '../errors.ts'
import { nearest } from './nearest.ts'

/** A schema of options: every option that is not in it is a fault. */
export type OptionsSchema = v.StrictObjectSchema<v.ObjectEntries, undefined>

/**
 * The faults of `options` under `schema`, each with its path below `prefix`. An unknown option
 * is a fault too, with the option that was probably meant. No fault quotes a value: it may be
 * a secret.
 */
export function checkOptions(
  schema: OptionsSchema,
  options: unknown,
  prefix: string,
): ConfigIssue[] {
  const result = v.safeParse(schema, options)
  if (result.success) return []
  return result.issues.map((issue) => {
    const keys = issue.path?.map((item) => String(item.key)) ?? []
    const path = [prefix, ...keys].filter((part) => part !== '').join('.')
    return { path, message: explain(issue, keys, schema) }
  })
}

function explain(
  issue: v.BaseIssue<unknown>,
  keys: readonly string[],
  schema: OptionsSchema,
): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = optionsAt(schema, keys.slice(0, -1))
    const near = nearest(keys.at(-1) ?? '', known)
    return `is not an option: ${near === undefined ? `the options are ${known.join(', ')}` : `write ${near}`}`
  }
  if (issue.received === 'undefined') return 'is missing'
  // A message of our own says what to write; the library's own would quote the value.
  if (!issue.message.startsWith('Invalid ')) return issue.message
  return `must be ${issue.expected ?? 'something else'}`
}

/** The names of the options at a path of the schema. */
function optionsAt(schema: unknown, keys: readonly string[]): readonly string[] {
  let at: unknown = schema
  for (const key of keys) {
    const entries = property(unwrap(at), 'entries')
    at = property(entries, key)
  }
  return Object.keys(property(unwrap(at), 'entries') ?? {})
}

function unwrap(schema: unknown): unknown {
  const wrapped = property(schema, 'wrapped')
  return wrapped === undefined ? schema : unwrap(wrapped)
}

function property(value: unknown, key: string): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
  return typeof found === 'object' && found !== null ? found : undefined
}
