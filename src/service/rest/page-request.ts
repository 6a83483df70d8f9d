/** Which page a client asks for, by `?offset=&limit=`. */
import * as v from 'valibot'
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import { parameter, type QueryReader, type QueryValues, queryReader } from './query-schema.ts'

/** Where a page begins, and how many items it has at most. */
export interface PageRequest {
  readonly offset: number
  readonly limit: number
}

/** How many items a page has. */
export interface PageOptions {
  /** Where the client does not say; default 20, or the maximum where that is less. */
  readonly limit?: number
  /** The most that a client may ask for; default 100, or the limit where that is more. */
  readonly maximum?: number
}

const LIMIT = 20
const MAXIMUM = 100
/** Databases count so far; nobody pages so far. */
const MAX_OFFSET = 999_999_999

const count = v.pipe(
  v.number(),
  v.check((n) => Number.isInteger(n) && n >= 1 && n <= 10_000, 'must be 1 to 10,000'),
)

/** What options of pages must be. */
export const PAGE_ENTRIES: v.ObjectEntries = {
  limit: v.optional(count),
  maximum: v.optional(count),
}

/**
 * Reads which page is asked for.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * pages({ maximum: 50 }).parse('/notes?limit=10') // { offset: 0, limit: 10 }
 * const { query } = await rest.validated(request, { query: pages() })
 */
export function pages(options: PageOptions = {}): QueryReader<PageRequest> {
  refuse('pages', v.strictObject(PAGE_ENTRIES), options)
  const { limit, maximum } = limits(options)
  return queryReader((values, issues) => ({
    offset: whole(values, 'offset', 0, MAX_OFFSET, issues),
    limit: whole(values, 'limit', limit, maximum, issues),
  }))
}

/** The options with their defaults. */
export function limits(options: PageOptions): Required<PageOptions> {
  const { maximum = Math.max(MAXIMUM, options.limit ?? 0) } = options
  return { limit: Math.min(options.limit ?? LIMIT, maximum), maximum }
}

/** A whole number from 0 to `most`; what is wrong with it is added to `issues`. */
export function whole(
  values: QueryValues,
  name: string,
  usual: number,
  most: number,
  issues: ConfigIssue[],
): number {
  const text = parameter(values, name)
  if (text === undefined) return usual
  const value = /^\d{1,9}$/.test(String(text)) && !Array.isArray(text) ? Number(text) : -1
  if (value >= 0 && value <= most) return value
  issues.push({ path: name, message: `must be a whole number from 0 to ${most}` })
  return usual
}

function limitIssues({ limit = 0, maximum = limit }: PageOptions): ConfigIssue[] {
  return limit > maximum ? [{ path: 'limit', message: 'must not be above maximum' }] : []
}

/** @throws HallpassError `invalid_config` with an issue for each fault */
export function refuse(name: string, schema: OptionsSchema, options: unknown): void {
  const issues = checkOptions(schema, options, '')
  if (issues.length === 0) issues.push(...limitIssues(Object(options)))
  if (issues.length === 0) return
  const listed = issues.map(({ path, message }) => `${path || 'options'} ${message}`).join('\n')
  throw new HallpassError('invalid_config', `${name}: ${listed}`, { issues })
}
