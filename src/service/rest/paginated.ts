/** A page of something, and how much there is. */
import { HallpassError } from '../../errors.ts'
import type { MaybePromise } from '../../http/exchange.ts'
import type { PageRequest } from './page-request.ts'
import { type Count, functionsOf, type PageSource } from './page-source.ts'
import { invalid } from './query-schema.ts'

/** A page, as clients get it. */
export interface Page<Item> {
  readonly offset: number
  readonly limit: number
  /** How many there are on all pages. */
  readonly totalItems: number
  readonly items: readonly Item[]
}

/** What `paginated` is told beside. */
export interface PaginatedOptions {
  /** Counts in place of the source: for Drizzle, and for queries that group. */
  count?(): MaybePromise<Count>
}

/**
 * A page of an array, of a select query of Kysely or Drizzle, or of two functions. The count comes
 * first; past the end no items are asked for. A query needs an order that no two rows share, or
 * an item may be on two pages and another on none.
 *
 * @param page - What `pages().parse` gives, or a query of `rest.validated`.
 * @throws HallpassError `validation_failed` for an offset or a limit that is no whole number from
 * 0; `invalid_config` for a source that cannot be counted
 * @example
 * paginated(db.selectFrom('notes').selectAll().orderBy('id'), { offset: 0, limit: 20 })
 */
export async function paginated<Item>(
  source: PageSource<Item>,
  page: PageRequest,
  options: PaginatedOptions = {},
): Promise<Page<Item>> {
  const { offset, limit } = page
  const wrong = (['offset', 'limit'] as const).filter(
    (name) => !Number.isSafeInteger(page[name]) || page[name] < 0,
  )
  if (wrong.length > 0) {
    const message = 'must be a whole number from 0'
    throw invalid(wrong.map((path) => ({ path, message })))
  }
  const { count, items } = functionsOf(source, options.count)
  const totalItems = numberOf(await count())
  const isEmpty = limit === 0 || offset >= totalItems
  return { offset, limit, totalItems, items: isEmpty ? [] : await items({ offset, limit }) }
}

function numberOf(count: Count): number {
  const number = Number(count)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new HallpassError('invalid_config', 'paginated: the count must be a whole number from 0')
}
