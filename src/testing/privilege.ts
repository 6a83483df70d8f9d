/** `privilegeTest`: what a visitor may do at an endpoint. */
import type { ConfigIssue } from '../errors.ts'
import { type Endpoint, type EndpointOptions, endpointOf } from './endpoint.ts'
import { ApiTestError, type Mismatch } from './failure.ts'
import { privilegeSchema, requireSound } from './options.ts'
import type { Method } from './sending.ts'

/**
 * What can be tried: `plural-get` reads the list and `post` adds to it; the others are for one
 * thing of it.
 */
export type Attempt = 'plural-get' | 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What `privilegeTest` is told of an endpoint. */
export interface PrivilegeTestOptions extends EndpointOptions {
  /** What is sent with `post`, `put` and `patch`. */
  readonly data?: object
  /** Of the thing that `get`, `put`, `patch` and `delete` are about. */
  readonly id?: string | number
  /** The status that each attempt must get, or several that would do. What is left out is not tried. */
  readonly expect: Readonly<Partial<Record<Attempt, number | readonly number[]>>>
}

/** In the order in which they are tried: the removal is the last, as nothing can be done after it. */
const ATTEMPTS: readonly Attempt[] = ['plural-get', 'get', 'post', 'put', 'patch', 'delete']

const METHODS: Readonly<Record<Attempt, Method>> = {
  'plural-get': 'GET',
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
}

/**
 * Tries what is named in `expect`, as the visitor that `headers` or the client is. All of it is
 * tried, also after a wrong answer. Call it in a test of any runner, and give the runner the promise.
 *
 * @throws ApiTestError that names every wrong answer; `invalid_config` for options that do not fit
 * @example
 * test('a reader', () =>
 *   privilegeTest({ target: app, headers: await signedIn(pass, { sub: 'una' }), endpoint: '/notes',
 *     id: 7, data: { title: 'a' }, expect: { 'plural-get': 200, get: 200, delete: 403 } }))
 */
export async function privilegeTest(options: PrivilegeTestOptions): Promise<void> {
  requireSound('privilegeTest', privilegeSchema, options, () => missing(options))
  const endpoint = endpointOf(options)
  const wrong: Mismatch[] = []
  for (const attempt of ATTEMPTS) {
    const expected = options.expect[attempt]
    if (expected === undefined) continue
    const { status: got, ...answer } = await tried(endpoint, attempt, options)
    if (![expected].flat().includes(got)) wrong.push({ ...answer, expected, got })
  }
  const [first, ...others] = wrong
  if (first !== undefined) throw new ApiTestError(first, ...others)
}

async function tried(
  { client, list, one }: Endpoint,
  attempt: Attempt,
  { data, id }: PrivilegeTestOptions,
): Promise<{ method: Method; path: string; status: number; body: unknown }> {
  const method = METHODS[attempt]
  const path = isAboutOne(attempt) && id !== undefined ? one(id) : list()
  const { status, body } = await client.request(method, path, sends(attempt) ? data : undefined)
  return { method, path, status, body }
}

function isAboutOne(attempt: Attempt): boolean {
  return attempt !== 'plural-get' && attempt !== 'post'
}

function sends(attempt: Attempt): boolean {
  return attempt === 'post' || attempt === 'put' || attempt === 'patch'
}

function missing({ expect, id, data }: PrivilegeTestOptions): ConfigIssue[] {
  const named = ATTEMPTS.filter((attempt) => expect[attempt] !== undefined)
  const needs = (is: (attempt: Attempt) => boolean) => named.filter(is).join(', ')
  const [ids, datas] = [needs(isAboutOne), needs(sends)]
  const issues: ConfigIssue[] = []
  if (named.length === 0) issues.push({ path: 'expect', message: 'names nothing to try' })
  if (id === undefined && ids !== '') {
    issues.push({ path: 'id', message: `is missing: needed for ${ids}` })
  }
  if (data === undefined && datas !== '') {
    issues.push({ path: 'data', message: `is missing: needed for ${datas}` })
  }
  return issues
}
