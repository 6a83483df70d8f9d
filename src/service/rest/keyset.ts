/** Pages of large tables: each begins where the last one ended, however far that is. */
import * as v from 'valibot'
import { HallpassError } from '../../errors.ts'
import type { MaybePromise } from '../../http/exchange.ts'
import type { OptionsSchema } from '../../options/check.ts'
import type { Secrets } from '../../signing/secrets.ts'
import { Cursors, type KeyValue } from './cursor.ts'
import { afterRow, type KeyOrder, type KyselyKeyset } from './keyset-query.ts'
import { limits, PAGE_ENTRIES, type PageOptions, refuse, whole } from './page-request.ts'
import { parameter, type QueryReader, queryReader } from './query-schema.ts'

/** Options of `keyset`. */
export interface KeysetOptions extends PageOptions {
  /**
   * The order, most significant first; together no two rows may share it, and no column may be
   * NULL. `-` before a column: descending.
   */
  readonly by: readonly string[]
  /** Sign the cursors, newest first: a client can name no place that it was not given. */
  readonly secrets: Secrets
}

/** Where a page begins: after the row with these values, at the start without. */
export interface KeysetRequest {
  readonly after: readonly KeyValue[] | undefined
  readonly limit: number
}

/** A page, as clients get it. */
export interface KeysetPage<Item> {
  readonly limit: number
  readonly items: readonly Item[]
  /** The `after` of the next page; null on the last one. */
  readonly next: string | null
}

/** Pages of one order. */
export interface Keyset extends QueryReader<KeysetRequest> {
  /**
   * A page of a Kysely query, which gets its order, its start and its limit here; or of a function
   * that gives up to `limit` rows after the row with the values `after`, in this order.
   *
   * @throws HallpassError `invalid_config` where a row has no value in a key column
   */
  page<Item extends object>(
    source: KyselyKeyset<Item> | KeysetFunction<Item>,
    request: KeysetRequest,
  ): Promise<KeysetPage<Item>>
}

/** Gives rows in the order of a keyset. */
export type KeysetFunction<Item> = (request: KeysetRequest) => MaybePromise<readonly Item[]>

const schema: OptionsSchema = v.strictObject({
  by: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^-?[^\s-][^\s]*$/, 'must be a column, or - and a column'))),
    v.minLength(1, 'must name a column at least'),
    v.check(
      (by) => new Set(by.map((name) => name.replace(/^-/, ''))).size === by.length,
      'must name each column once',
    ),
  ),
  secrets: v.optional(v.unknown()),
  ...PAGE_ENTRIES,
})

/**
 * Pages by the values of the last row (`?after=&limit=`): as fast at the end of a table as at its
 * start, and with no item twice when rows come and go. `next` of a page is `after` of the next.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const byTime = keyset({ by: ['-created_at', 'id'], secrets: [process.env.CURSOR_SECRET] })
 */
export function keyset(options: KeysetOptions): Keyset {
  refuse('keyset', schema, options)
  const { limit: usual, maximum } = limits(options)
  const order = options.by.map(orderOf)
  const cursors = new Cursors(options.secrets, options.by.join(','))
  const reader = queryReader((values, issues): KeysetRequest => {
    const limit = whole(values, 'limit', usual, maximum, issues)
    const sent = parameter(values, 'after')
    const after = typeof sent === 'string' ? cursors.read(sent) : undefined
    if (sent !== undefined && after?.length !== order.length) {
      issues.push({ path: 'after', message: 'must be the next of another page' })
    }
    return { after, limit }
  })
  return {
    ...reader,
    async page(source, { after, limit }) {
      if (limit === 0) return { limit, items: [], next: null }
      const asked = { after, limit: limit + 1 }
      const rows = await (typeof source === 'function'
        ? source(asked)
        : afterRow(source, order, asked))
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const values = last && order.map(({ column }) => inRow(last, column))
      return { limit, items, next: values === undefined ? null : cursors.write(values) }
    },
  }
}

function orderOf(text: string): KeyOrder {
  return text.startsWith('-')
    ? { column: text.slice(1), direction: 'desc' }
    : { column: text, direction: 'asc' }
}

/** `notes.id` is called `id` in a row. */
function inRow(row: object, column: string): unknown {
  const name = column.slice(column.lastIndexOf('.') + 1)
  if (Object.hasOwn(row, name)) return Reflect.get(row, name)
  const message = `keyset: the rows have no ${name}: select every column of "by"`
  throw new HallpassError('invalid_config', message)
}
