/** One behaviour of `hallpass/rest` in every framework. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createRest } from '../../src/rest.ts'
import { type ApiClient, apiClient } from '../../src/testing.ts'
import { APPS, HUNTER, SENTENCE } from './apps.ts'

const ID = '6f2b8c1e-5d1c-4f0a-9d6e-0a3b5c7d9e1f'

for (const [name, start] of Object.entries(APPS)) {
  describe(name, () => {
    const logged: string[] = []
    const logger = {
      info: () => {},
      warn: () => {},
      error: (_message: string, details?: object) => void logged.push(JSON.stringify(details)),
    }
    const client = async (errors: 'list' | 'problem'): Promise<ApiClient> =>
      apiClient(await start(createRest({ errors, logger })))

    test('what fits reaches the handler', async () => {
      const api = await client('list')
      const note = { title: 'Milk', text: 'and eggs' }
      for (const path of ['/notes', '/parsed']) {
        const { body } = await api.post(path, { ...note, more: 1 }, { expect: 200 })
        assert.deepEqual(body, note)
      }
      const headers = { 'x-team': 'blue' }
      const path = `/notes/${ID}?limit=5&tag=a&tag=b&__proto__=x`
      const { body } = await api.get(path, { headers, expect: 200 })
      assert.deepEqual(body, {
        params: { id: ID },
        query: { limit: 5, tag: ['a', 'b'] },
        headers,
      })
      const loose = await api.post('/loose', [1, null], { expect: 200 })
      assert.deepEqual(loose.body, { got: [1, null] })
    })

    test('what does not fit is 422, by field, all at once', async () => {
      const api = await client('list')
      const { body } = await api.post<{ _errors: string[]; fields: Record<string, string[]> }>(
        '/notes',
        { title: '', text: 7 },
        { expect: 422 },
      )
      assert.deepEqual(Object.keys(body.fields), ['title', 'text'])
      assert.equal(body._errors.length, 2)
      assert.match(body._errors[0] ?? '', /^title: ./)
      const places = await api.get<{ fields: Record<string, string[]> }>('/notes/7?limit=0', {
        expect: 422,
        headers: { 'x-team': 'x' },
      })
      assert.deepEqual(Object.keys(places.body.fields), [
        'params.id',
        'query.limit',
        'headers.x-team',
      ])
      assert.deepEqual(places.body.fields['headers.x-team'], ['does not fit'])
      const whole = await api.post<{ fields: object }>('/notes', [], { expect: 422 })
      assert.deepEqual(Object.keys(whole.body.fields), ['body'])
    })

    test('a body that is no JSON is 400, one that is too large 413', async () => {
      const api = await client('list')
      const json = { 'content-type': 'application/json' }
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const broken = await api.post<{ _errors: string[] }>('/loose', '{', { headers: json })
      assert.equal(broken.status, 400)
      assert.equal(broken.body._errors.length, 1)
      const typed = await api.post<{ _errors: string[] }>('/loose', 'a=1', { headers: form })
      // Fastify refuses a type that it has no parser for by itself.
      if (typed.status !== 415) {
        assert.equal(typed.status, 400)
        assert.deepEqual(typed.body, { _errors: [SENTENCE] })
      }
      const empty = await api.request<{ _errors: string[] }>('POST', '/loose')
      assert.deepEqual([empty.status, empty.body._errors], [400, [SENTENCE]])
      const large = { title: 'x'.repeat(2_000_000) }
      const { body } = await api.post<{ _errors: string[] }>('/notes', large, { expect: 413 })
      assert.equal(body._errors.length, 1)
    })

    test('text is a message, and an error says what went wrong in one list', async () => {
      const api = await client('list')
      const hello = await api.get('/hello', { expect: 200 })
      assert.deepEqual(hello.body, { message: 'Hello' })
      assert.match(hello.headers.get('content-type') ?? '', /^application\/json/)
      assert.deepEqual((await api.get('/gone', { expect: 410 })).body, { _errors: ['Gone'] })
      assert.deepEqual((await api.get('/teapot', { expect: 418 })).body, { _errors: ['A teapot.'] })
      const nowhere = await api.get<{ _errors: string[] }>('/nowhere', { expect: 404 })
      assert.equal(nowhere.body._errors.length, 1)
      assert.match(nowhere.headers.get('content-type') ?? '', /^application\/json/)
      const page = await api.get('/page', { expect: 200 })
      assert.equal(page.body, '<p>A page</p>')
    })

    test('a fault of the service says nothing of itself, but to the log', async () => {
      const api = await client('list')
      const { body, headers } = await api.get('/boom', { expect: 500 })
      assert.deepEqual(body, { _errors: ['The service could not finish this request.'] })
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.ok(logged.some((line) => line.includes(HUNTER)))
    })

    test('problem details, where those are wanted', async () => {
      const api = await client('problem')
      const { body, headers } = await api.post<Record<string, unknown>>(
        '/notes',
        { title: '' },
        { expect: 422 },
      )
      assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
      const { status, code, errors } = body
      assert.deepEqual([status, code], [422, 'validation_failed'])
      assert.ok(Array.isArray(errors) && errors[0].path === 'title')
      const gone = await api.get('/gone', { expect: 410 })
      assert.deepEqual(gone.body, {
        type: 'about:blank',
        title: 'Gone',
        status: 410,
        detail: 'Gone',
      })
      assert.match(gone.headers.get('content-type') ?? '', /^application\/problem\+json/)
      const nowhere = await api.get<{ code?: string }>('/nowhere', { expect: 404 })
      // The two without a router answer by themselves.
      if (name !== 'fetch' && name !== 'node') assert.equal(nowhere.body.code, 'not_found')
    })
  })
}
