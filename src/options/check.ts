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
  // A place in a list is written as in code: `rules[1].path`.
  const at = (keys: readonly string[]) =>
    [prefix, ...keys]
      .filter((part) => part !== '')
      .join('.')
      .replace(/\.(\d+)(?=\.|$)/g, '[$1]')
  return result.issues.flatMap((issue) => {
    const keys = issue.path?.map((item) => String(item.key)) ?? []
    if (issue.type !== 'strict_object' || issue.expected !== 'never') {
      return [{ path: at(keys), message: explain(issue) }]
    }
    // The library stops at the first unknown option of an object.
    const parent = keys.slice(0, -1)
    const known = optionsAt(schema, parent, options)
    const unknown = Object.keys(issue.path?.at(-1)?.input ?? {}).filter((k) => !known.includes(k))
    return unknown.map((key) => ({ path: at([...parent, key]), message: suggest(key, known) }))
  })
}

function suggest(option: string, known: readonly string[]): string {
  const near = nearest(option, known)
  return `is not an option: ${near === undefined ? `the options are ${known.join(', ')}` : `write ${near}`}`
}

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is missing'
  // A message of our own says what to write; the library's own would quote the value.
  if (!issue.message.startsWith('Invalid ')) return issue.message
  return `must be ${inWords(issue.expected ?? '')}`
}

const WORDS: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'an object',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
}

/** What the library expects, such as `(string | Array)`, in words. */
function inWords(expected: string): string {
  const kinds = expected.replace(/[()]/g, '').split(' | ')
  const words = [...new Set(kinds.map((kind) => WORDS[kind] ?? kind))]
  const last = words.pop() ?? ''
  return words.length === 0 ? last || 'something else' : `${words.join(', ')} or ${last}`
}

/** The names of the options at a path of the schema. */
function optionsAt(schema: unknown, keys: readonly string[], options: unknown): readonly string[] {
  let [at, given] = [schema, options]
  for (const key of keys) {
    const inner = unwrap(at, given)
    at = property(property(inner, 'entries'), key) ?? property(inner, 'item')
    given = property(given, key)
  }
  return Object.keys(property(unwrap(at, given), 'entries') ?? {})
}

/** The schema inside of an optional one, or the one that is chosen by what is given. */
function unwrap(schema: unknown, given: unknown): unknown {
  const wrapped = property(schema, 'wrapped')
  if (wrapped !== undefined) return unwrap(wrapped, given)
  const getter: unknown = typeof schema === 'object' && schema && Reflect.get(schema, 'getter')
  return typeof getter === 'function' ? unwrap(getter(given), given) : schema
}

function property(value: unknown, key: string): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
  return typeof found === 'object' && found !== null ? found : undefined
}
