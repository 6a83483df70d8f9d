/** `crudTest`: whether an endpoint creates, reads, changes and removes as it should. */
import type { ConfigIssue } from '../errors.ts'
import { CrudRun } from './crud-run.ts'
import { type EndpointOptions, endpointOf } from './endpoint.ts'
import { crudSchema, requireSound } from './options.ts'

/** What `crudTest` is told of an endpoint. */
export interface CrudTestOptions extends EndpointOptions {
  /** What is created (POST); needed unless `create` is false. */
  readonly first?: object
  /** What it is changed into (PUT); needed unless `create` or `update` is false. */
  readonly second?: object
  /** The key of a created thing that its address ends with; default `id`. */
  readonly key?: string
  /**
   * The keys that answers must give back as they were sent; default: all of `first`, and all of
   * `second`. Name them where one is never given back, such as a password.
   */
  readonly checkKeys?: readonly string[]
  /** The keys that a change must leave as they were, such as `createdAt`; default none. */
  readonly keysFromPrevious?: readonly string[]
  /** Whether something is created, and then changed and removed; default true. */
  readonly create?: boolean
  /** Whether what was created is changed; default true. */
  readonly update?: boolean
  /** Whether what was created is removed; default true. */
  readonly delete?: boolean
  /** Whether the list and what was created are read, before and after each step; default true. */
  readonly read?: boolean
  /** How many there are at the beginning; default 0. */
  readonly initialCount?: number
}

/**
 * Reads the list, creates, reads, changes, reads, removes, and looks for what must be gone, in the
 * list too. A list is an array or a page (`{ items, totalItems }`, `{ items, next }`); the answer to a
 * change or a removal may be empty. Call it in a test of any runner, and give the runner the promise.
 *
 * @throws ApiTestError at the first answer that is not as expected; `invalid_config` for options
 * that do not fit
 * @example
 * test('notes', () =>
 *   crudTest({ target: app, endpoint: '/notes', first: { title: 'a' }, second: { title: 'b' } }))
 */
export async function crudTest(options: CrudTestOptions): Promise<void> {
  requireSound('crudTest', crudSchema, options, () => missing(options))
  const { create = true, update = true, read = true, initialCount = 0, first, second } = options
  const run = new CrudRun(endpointOf(options), options)
  if (read) await run.count(initialCount)
  if (!create || first === undefined) return
  const created = await run.create(first)
  if (read) await run.findListed(created, first, initialCount + 1)
  const previous = read ? await run.readAs(created, first) : undefined
  if (update && second !== undefined) {
    await run.change(created, second, previous)
    if (read) await run.readAs(created, second, previous)
  }
  if (options.delete === false) return
  await run.remove(created)
  if (!read) return
  await run.miss(created)
  await run.count(initialCount)
}

function missing({ create, update, first, second }: CrudTestOptions): ConfigIssue[] {
  if (create === false) return []
  const issues: ConfigIssue[] = []
  if (first === undefined) {
    issues.push({ path: 'first', message: 'is missing; or say create: false' })
  }
  if (update !== false && second === undefined) {
    issues.push({ path: 'second', message: 'is missing; or say update: false' })
  }
  return issues
}
