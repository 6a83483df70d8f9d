/** The part of a Kysely query that comes after a row. */
import type { KeyValue } from './cursor.ts'

/** One column of an order. */
export interface KeyOrder {
  readonly column: string
  readonly direction: 'asc' | 'desc'
}

/** A select query of Kysely, as far as keysets need it. */
export interface KyselyKeyset<Item> {
  execute(): Promise<Item[]>
  clearSelect(): unknown
  toOperationNode(): unknown
}

interface Builder {
  (column: string, operator: '=' | '<' | '>', value: KeyValue): unknown
  and(parts: readonly unknown[]): unknown
  or(parts: readonly unknown[]): unknown
}
interface Steps<Item> {
  where(condition: (builder: Builder) => unknown): Steps<Item>
  orderBy(column: string, direction: 'asc' | 'desc'): Steps<Item>
  clearOrderBy(): Steps<Item>
  limit(limit: number): Steps<Item>
  execute(): Promise<Item[]>
}

/**
 * The rows after the one with these values, in an order: `a > 1 or (a = 1 and b > 2)`, where each
 * column may go the other way, which the comparison of whole rows in SQL cannot.
 */
export function afterRow<Item>(
  source: KyselyKeyset<Item>,
  order: readonly KeyOrder[],
  { after, limit }: { after: readonly KeyValue[] | undefined; limit: number },
): Promise<Item[]> {
  // Its own types name the columns of a database, which are not known here.
  let query = (source as unknown as Steps<Item>).clearOrderBy()
  if (after !== undefined) query = query.where((builder) => condition(builder, order, after))
  for (const { column, direction } of order) query = query.orderBy(column, direction)
  return query.limit(limit).execute()
}

function condition(builder: Builder, order: readonly KeyOrder[], after: readonly KeyValue[]) {
  const keys = order.flatMap(({ column, direction }, index) => {
    const value = after[index]
    return value === undefined ? [] : [{ column, direction, value }]
  })
  const steps = keys.map(({ column, direction, value }, index) => {
    const same = keys.slice(0, index).map((key) => builder(key.column, '=', key.value))
    return builder.and([...same, builder(column, direction === 'asc' ? '>' : '<', value)])
  })
  return builder.or(steps)
}
