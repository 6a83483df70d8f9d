/** A list as an endpoint gives it: plain, or in pages. */
import { isRecord } from '../session/state.ts'
import type { Endpoint } from './endpoint.ts'
import { ApiTestError, type Mismatch } from './failure.ts'
import { own } from './json.ts'

/** Pages that are asked for at most, when one thing is looked for. */
const MAX_PAGES = 1000

/** A list, or the first page of it. */
export interface Listing {
  /** How many there are: what the endpoint says (`totalItems`), or how many it gave. */
  readonly total: number
  readonly items: readonly unknown[]
  /** What to say of the request, when it is not as expected. */
  readonly answer: Pick<Mismatch, 'method' | 'path' | 'body'>
}

/**
 * A list of a known length. An endpoint gives an array, or a page: `{ items }`, and beside it
 * `totalItems` where there are more.
 *
 * @throws ApiTestError for another length, or what is no list
 */
export async function listOf(endpoint: Endpoint, expected: number): Promise<Listing> {
  const listing = await page(endpoint)
  const { total: got, answer } = listing
  if (got === expected) return listing
  throw new ApiTestError({ ...answer, what: 'number of items', expected, got })
}

/**
 * The thing of a list with this id; the pages are read until it is found.
 *
 * @throws ApiTestError when it is in none
 */
export async function findIn(
  endpoint: Endpoint,
  listing: Listing,
  key: string,
  id: string | number,
): Promise<{ item: object; answer: Listing['answer'] }> {
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

async function page(endpoint: Endpoint, more?: string): Promise<Listing> {
  const path = endpoint.list(more)
  const { body } = await endpoint.client.request('GET', path, undefined, { expect: 200 })
  const answer = { method: 'GET', path, body }
  const items = isRecord(body) ? body.items : body
  if (!Array.isArray(items)) {
    throw new ApiTestError({ ...answer, expected: 'a list, or { items }', got: 'neither' })
  }
  const total = isRecord(body) && typeof body.totalItems === 'number' ? body.totalItems : undefined
  return { total: total ?? items.length, items, answer }
}
