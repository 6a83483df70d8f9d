/** The steps of `crudTest`, each with what its answer must be. */
import { isRecord } from '../session/state.ts'
import type { Endpoint } from './endpoint.ts'
import { ApiTestError, type Mismatch } from './failure.ts'
import { differing, own } from './json.ts'
import { findIn, listOf } from './listing.ts'
import type { Method } from './sending.ts'

const CREATED = [200, 201]
const CHANGED = [200, 204]
const REMOVED = [200, 202, 204]
const GONE = [404, 410]

/** Which keys are compared. */
export interface CrudKeys {
  readonly key?: string
  readonly checkKeys?: readonly string[]
  readonly keysFromPrevious?: readonly string[]
}

type Id = string | number
type Answer = Pick<Mismatch, 'method' | 'path' | 'body'>

/** One run over an endpoint. Each step throws ApiTestError. */
export class CrudRun {
  readonly #endpoint: Endpoint
  readonly #keys: CrudKeys
  readonly #key: string

  constructor(endpoint: Endpoint, keys: CrudKeys) {
    this.#endpoint = endpoint
    this.#keys = keys
    this.#key = keys.key ?? 'id'
  }

  async count(expected: number): Promise<void> {
    await listOf(this.#endpoint, expected)
  }

  async create(data: object): Promise<Id> {
    const answer = await this.#ask('POST', this.#endpoint.list(), CREATED, data)
    const body = recordOf(answer)
    this.#holdSent(answer, data, body)
    const id = own(body, this.#key)
    if (typeof id === 'string' || typeof id === 'number') return id
    throw new ApiTestError({ ...answer, what: this.#key, expected: 'text or a number', got: id })
  }

  async findListed(id: Id, data: object, expected: number): Promise<void> {
    const listing = await listOf(this.#endpoint, expected)
    const { item, answer } = await findIn(this.#endpoint, listing, this.#key, id)
    this.#holdSent(answer, data, item)
  }

  /** What is there now: what was sent, and what a change must leave as it was. */
  async readAs(id: Id, data: object, previous?: object): Promise<object> {
    const answer = await this.#ask('GET', this.#endpoint.one(id), 200)
    const body = recordOf(answer)
    this.#holdSent(answer, data, body)
    this.#holdPrevious(answer, previous, body)
    return body
  }

  /** The answer may be empty. */
  async change(id: Id, data: object, previous: object | undefined): Promise<void> {
    const answer = await this.#ask('PUT', this.#endpoint.one(id), CHANGED, data)
    if (answer.body === undefined) return
    const body = recordOf(answer)
    this.#holdSent(answer, data, body)
    this.#holdPrevious(answer, previous, body)
  }

  async remove(id: Id): Promise<void> {
    await this.#ask('DELETE', this.#endpoint.one(id), REMOVED)
  }

  async miss(id: Id): Promise<void> {
    await this.#ask('GET', this.#endpoint.one(id), GONE)
  }

  async #ask(
    method: Method,
    path: string,
    expect: number | readonly number[],
    data?: object,
  ): Promise<Answer> {
    const { body } = await this.#endpoint.client.request(method, path, data, { expect })
    return { method, path, body }
  }

  #holdSent(answer: Answer, data: object, got: object): void {
    hold(answer, this.#keys.checkKeys ?? Object.keys(data), data, got)
  }

  #holdPrevious(answer: Answer, previous: object | undefined, got: object): void {
    if (previous !== undefined) hold(answer, this.#keys.keysFromPrevious ?? [], previous, got)
  }
}

function recordOf(answer: Answer): object {
  if (isRecord(answer.body)) return answer.body
  throw new ApiTestError({ ...answer, expected: 'an object', got: answer.body })
}

function hold(answer: Answer, keys: readonly string[], expected: object, got: object): void {
  const what = differing(keys, expected, got)
  if (what === undefined) return
  throw new ApiTestError({ ...answer, what, expected: own(expected, what), got: own(got, what) })
}
