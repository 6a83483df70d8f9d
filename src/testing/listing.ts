/** A list as an endpoint gives it: plain, or in pages. */
import { isRecord } from '../session/state.ts'
import type { Endpoint } from './endpoint.ts'
import { ApiTestError, type Mismatch } from './failure.ts'
import { own } from './json.ts'

/** Pages that are asked for at most. */
const MAX_PAGES = 1000

type Answer = Pick<Mismatch, 'method' | 'path' | 'body'>

/** A list, or as much of it as had to be read to know how long it is. */
export interface Listing {
  /** How many there are: what the endpoint says (`totalItems`), or how many it gave. */
  readonly total: number
  readonly items: readonly unknown[]
  /** What to say of the first request, when it is not as expected. */
  readonly answer: Answer
}

interface Page {
  readonly items: readonly unknown[]
  /** Absent where the endpoint does not count. */
  readonly total: number | undefined
  /** Where the next page begins, by `?after=`. */
  readonly next: string | undefined
  readonly answer: Answer
}

/**
 * A list of a known length. An endpoint gives an array, or a page: `{ items }`, and beside it
 * `totalItems`, or `next` where there are more.
 *
 * @throws ApiTestError for another length, or what is no list
 */
export async function listOf(endpoint: Endpoint, count: number): Promise<Listing> {
  const first = await page(endpoint)
  const items = [...first.items]
  let { next } = first
  for (let pages = 1; next !== undefined && pages < MAX_PAGES; pages++) {
    const more = await page(endpoint, `after=${encodeURIComponent(next)}`)
    items.push(...more.items)
    next = more.next
  }
  const { total: got = items.length, answer } = first
  if (got === count) return { total: got, items, answer }
  throw new ApiTestError({ ...answer, what: 'number of items', expected: count, got })
}

/**
 * The thing of a list with this id; further pages are read until it is found.
 *
 * @throws ApiTestError when it is in none
 */
export async function findIn(
  endpoint: Endpoint,
  listing: Listing,
  key: string,
  id: string | number,
): Promise<{ item: object; answer: Answer }> {
  let { items, answer } = listing
  let read = items.length
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const item = items.filter(isRecord).find((one) => own(one, key) === id)
    if (item !== undefined) return { item, answer }
    if (items.length === 0 || read >= listing.total) break
    ;({ items, answer } = await page(endpoint, `offset=${read}`))
    read += items.length
  }
  throw new ApiTestError({ ...answer, what: 'items', expected: { [key]: id }, got: 'none such' })
}

async function page(endpoint: Endpoint, more?: string): Promise<Page> {
  const path = endpoint.list(more)
  const { body } = await endpoint.client.request('GET', path, undefined, { expect: 200 })
  const answer = { method: 'GET', path, body }
  const { items, totalItems, next }: Readonly<Record<string, unknown>> = isRecord(body)
    ? body
    : { items: body }
  if (!Array.isArray(items)) {
    throw new ApiTestError({ ...answer, expected: 'a list, or { items }', got: 'neither' })
  }
  return {
    items,
    total: typeof totalItems === 'number' ? totalItems : undefined,
    next: typeof next === 'string' ? next : undefined,
    answer,
  }
}
