/** Checks the settings of a file: everything that is wrong, with the name that was meant. */
import * as v from 'valibot'
import type { ConfigIssue } from '../errors.ts'
import { checkOptions } from '../options/check.ts'

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const fn = v.custom<unknown>((value) => typeof value === 'function', 'must be a function')
/** What an access says is looked at with the rules. */
const access = v.custom<unknown>((value) => value !== undefined, 'is missing')
/** `/`, or `/api/*` of plain segments. */
const BELOW = /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+\/\*)$/
const below = v.pipe(v.string(), v.regex(BELOW, 'must be / or a path such as /api/*'))

const rule = v.strictObject({
  path: v.exactOptional(text),
  pattern: v.exactOptional(text),
  regex: v.exactOptional(text),
  methods: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1, 'must name a method'))),
  access,
})

const theme = v.strictObject({
  name: v.exactOptional(text),
  logo: v.exactOptional(text),
  accent: v.exactOptional(text),
  accentDark: v.exactOptional(text),
  contact: v.exactOptional(text),
})

const upstream = v.strictObject({
  url: v.pipe(v.string(), v.check(isUpstream, 'must be a URL such as http://127.0.0.1:8000')),
  host: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[a-z0-9.:[\]-]+$/i, 'must be a host name such as shop.example')),
  ),
  path: v.exactOptional(below),
  stripPath: v.exactOptional(v.boolean()),
  passHost: v.exactOptional(v.boolean()),
  health: v.exactOptional(v.pipe(v.string(), v.regex(/^\/[!-~]*$/, 'must be a path'))),
})

const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  default: v.exactOptional(access),
  rules: v.exactOptional(v.array(rule)),
  flag: v.exactOptional(fn),
  theme: v.exactOptional(theme),
  upstreams: v.exactOptional(v.pipe(v.array(upstream), v.minLength(1, 'must name one at least'))),
})

/** Whether requests can be passed on to it: no user info, no query, no fragment. */
export function isUpstream(value: string): boolean {
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return false
  return url.username === '' && url.password === '' && !/[?#\s]/.test(value)
}

/**
 * What is wrong with the settings of a file.
 *
 * @param where - What stands before the name of a setting: `HALLPASS_CONFIG: `.
 */
export function configIssues(given: unknown, where: string): ConfigIssue[] {
  if (given instanceof Promise) {
    return [{ path: where.replace(/\W+$/, ''), message: 'is a promise: export what it gives' }]
  }
  // A list, a Map or an error has no setting that is missing: it would pass for one that says nothing.
  const found = checkOptions(schema, isForeign(given) ? 'no object of settings' : given, '')
  return found.map(({ path, message }) => ({
    path: `${where}${path}`.replace(/\W+$/, ''),
    message,
  }))
}

/** Whether it is an object of another kind than `{ … }`, which one of another realm is, too. */
function isForeign(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype !== null && Object.getPrototypeOf(prototype) !== null
}
