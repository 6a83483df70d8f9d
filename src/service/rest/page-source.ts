/** What pages are made of: an array, two functions, or a query of Kysely or Drizzle. */
import { HallpassError } from '../../errors.ts'
import type { MaybePromise } from '../../http/exchange.ts'
import type { PageRequest } from './page-request.ts'

/** How many there are: a number, or what a driver makes of PostgreSQL's `bigint`. */
export type Count = number | bigint | string

/** Two functions, for any other source. */
export interface PageFunctions<Item> {
  count(): MaybePromise<Count>
  items(page: PageRequest): MaybePromise<readonly Item[]>
}

/** A select query of Kysely, as far as pages need it. */
export interface KyselyQuery<Item> {
  execute(): Promise<Item[]>
  clearSelect(): unknown
  toOperationNode(): unknown
}

/** A select query of Drizzle, as far as pages need it. */
export interface DrizzleQuery<Item> extends PromiseLike<Item[]> {
  getSQL(): unknown
  limit(limit: number): unknown
}

/** What `paginated` takes. */
export type PageSource<Item> =
  | readonly Item[]
  | PageFunctions<Item>
  | KyselyQuery<Item>
  | DrizzleQuery<Item>

/** The functions of a source. */
export function functionsOf<Item>(
  source: PageSource<Item>,
  count: (() => MaybePromise<Count>) | undefined,
): PageFunctions<Item> {
  if (Array.isArray(source)) {
    const all: readonly Item[] = source
    return {
      count: count ?? (() => all.length),
      items: ({ offset, limit }) => all.slice(offset, offset + limit),
    }
  }
  if (has(source, 'clearSelect')) return ofKysely<Item>(source, count)
  if (has(source, 'getSQL')) return ofDrizzle<Item>(source, count)
  if (has(source, 'count') && has(source, 'items')) {
    const functions = source as PageFunctions<Item>
    return { count: count ?? (() => functions.count()), items: (page) => functions.items(page) }
  }
  const message =
    'paginated needs an array, a query of Kysely or Drizzle, or the functions count and items'
  throw new HallpassError('invalid_config', message)
}

/** What counts a query of Kysely, which has types of its own for each step. */
interface Counting {
  clearSelect(): Counting
  clearOrderBy(): Counting
  clearLimit(): Counting
  clearOffset(): Counting
  select(expression: (builder: CountBuilder) => unknown): Counting
  execute(): Promise<readonly { readonly count?: Count }[]>
}
interface CountBuilder {
  readonly fn: { countAll(): { as(name: string): unknown } }
}
interface Slicing<Item> {
  limit(limit: number): Slicing<Item>
  offset(offset: number): Slicing<Item>
  execute(): Promise<Item[]>
}

/** Where one row of the answer is not one row of the tables. */
const MERGED = ['groupBy', 'having', 'distinctOn', 'setOperations', 'top', 'fetch'] as const

function ofKysely<Item>(source: object, count: (() => MaybePromise<Count>) | undefined) {
  const node = (source as KyselyQuery<Item>).toOperationNode()
  return {
    count: count ?? (() => countOf(source, node)),
    items: ({ offset, limit }: PageRequest) =>
      (source as Slicing<Item>).limit(limit).offset(offset).execute(),
  }
}

async function countOf(source: object, node: unknown): Promise<Count> {
  const isMerged = MERGED.some((name) => member(node, name) !== undefined)
  if (isMerged || member(node, 'frontModifiers') !== undefined || isAggregate(node)) {
    const message =
      'paginated cannot count a query that groups or is distinct: give { count: () => … } as the third argument'
    throw new HallpassError('invalid_config', message)
  }
  const all = (source as Counting).clearSelect().clearOrderBy().clearLimit().clearOffset()
  const [row] = await all.select(({ fn }) => fn.countAll().as('count')).execute()
  return row?.count ?? 0
}

/** `select count(*)` is one row of many; over a window it is not. */
function isAggregate(node: unknown): boolean {
  const selections = member(node, 'selections')
  return (Array.isArray(selections) ? selections : []).some((one) => {
    const selected = member(one, 'selection')
    const inner = member(selected, 'node') ?? selected
    return member(inner, 'kind') === 'AggregateFunctionNode' && member(inner, 'over') === undefined
  })
}

function ofDrizzle<Item>(source: object, count: (() => MaybePromise<Count>) | undefined) {
  if (count === undefined) {
    const message =
      "paginated needs a count for Drizzle, whose queries do not count themselves: { count: () => db.$count(query.as('page')) }"
    throw new HallpassError('invalid_config', message)
  }
  return {
    count,
    items: ({ offset, limit }: PageRequest): Promise<Item[]> =>
      Promise.resolve((source as Slicing<Item>).limit(limit).offset(offset).execute()),
  }
}

function has(holder: unknown, name: string): holder is object {
  return typeof member(holder, name) === 'function'
}

function member(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}
