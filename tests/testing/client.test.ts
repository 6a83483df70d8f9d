/** One client, one behaviour, whatever is asked. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ApiTarget, apiClient } from '../../src/testing.ts'
import { refusal } from '../refusal.ts'
import { APPS, fetchOf, served } from './apps.ts'
import { failureOf } from './failure-of.ts'
import { notesApi } from './notes.ts'

type Echo = Readonly<Record<string, string | undefined>>

function behaves(target: () => ApiTarget): void {
  test('JSON is sent and read; headers are those of the client and of the request', async () => {
    const api = apiClient(target(), { headers: { Authorization: 'writer', 'x-tenant': 'a' } })
    const { status, headers, body } = await api.post<Echo>(
      '/echo?page=2&q=%C3%A4',
      { title: 'Milch – für Käse' },
      { headers: { 'X-Tenant': 'b' }, expect: 200 },
    )
    assert.equal(status, 200)
    assert.match(headers.get('content-type') ?? '', /^application\/json/)
    assert.deepEqual(body, {
      method: 'POST',
      url: '/echo?page=2&q=%C3%A4',
      body: '{"title":"Milch – für Käse"}',
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'writer',
      'x-tenant': 'b',
    })
  })

  test('without a body nothing is said of its type, and nothing is added to what is sent', async () => {
    const { body } = await apiClient(target()).get<Echo>('/echo')
    assert.deepEqual(body, { method: 'GET', url: '/echo', body: '', accept: 'application/json' })
  })

  test('a text is sent as it is', async () => {
    const { body } = await apiClient(target()).put<Echo>('/echo', '{"title":')
    assert.equal(body.body, '{"title":')
    assert.equal(body['content-type'], 'application/json')
  })

  test('every method; an empty answer has no body; a redirect is not followed', async () => {
    const api = apiClient(target())
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      assert.equal((await api.request<Echo>(method, '/echo')).body.method, method)
    }
    assert.equal((await api.patch<Echo>('/echo', {})).body.method, 'PATCH')
    assert.equal((await api.delete<Echo>('/echo')).body.method, 'DELETE')
    const { status, headers, body } = await api.get('/moved')
    assert.equal(status, 302)
    assert.equal(headers.get('location'), '/notes')
    assert.equal(body, undefined)
  })

  test('a status that was not expected says method, path, expected, got and body', async () => {
    const api = apiClient(target())
    const error = await failureOf(api.get('/notes/9?a=b', { expect: [200, 201] }))
    assert.equal(
      error.message,
      'GET /notes/9?a=b: expected 200 or 201, got 404\n  body: {"_errors":["not found"]}',
    )
    const { method, path, expected, got, body } = error
    assert.deepEqual(
      { method, path, expected, got, body },
      {
        method: 'GET',
        path: '/notes/9?a=b',
        expected: [200, 201],
        got: 404,
        body: { _errors: ['not found'] },
      },
    )
    assert.equal((await api.get('/notes/9', { expect: 404 })).status, 404)
  })

  test('many at once', async () => {
    const api = apiClient(target())
    const all = Array.from({ length: 20 }, (_, n) => api.post<Echo>('/echo', { n }))
    const bodies = (await Promise.all(all)).map(({ body }) => body.body)
    assert.deepEqual(
      bodies,
      Array.from({ length: 20 }, (_, n) => `{"n":${n}}`),
    )
  })
}

for (const [name, appOf] of Object.entries(APPS)) {
  describe(name, () => behaves(() => appOf(notesApi())))
}

describe('a server that listens, and its address', async () => {
  const { server, url } = await served(notesApi())
  describe('server', () => behaves(() => server))
  describe('text', () => behaves(() => url))
  describe('URL', () => behaves(() => new URL(url)))
  test('a name of this machine that its resolver may not know', async () => {
    const named = url.replace('127.0.0.1', 'api.shop.localhost')
    assert.equal((await apiClient(named).get<Echo>('/echo', { expect: 200 })).body.method, 'GET')
  })
  test('a path of the target is before each path', async () => {
    const answer = await apiClient(`${url}/echo/`)
      .get('?a=b')
      .catch((error: unknown) => error)
    assert.match(String(answer), /path: must begin with \//)
    const { body } = await apiClient(`${url}/v1/`).get('/notes')
    assert.deepEqual(body, { _errors: ['not found'] })
  })
  test('once it is closed, the failure says who gave no answer', async () => {
    await new Promise((done) => server.close(done))
    const why = /^Error: GET \/notes: no answer from 127\.0\.0\.1:\d+: connect ECONNREFUSED/
    await assert.rejects(apiClient(url).get('/notes'), why)
  })
})

test('a target that is none, and an address of another kind', () => {
  const wrong: unknown = { listen: () => undefined }
  assert.match(refusal(() => apiClient(wrong as ApiTarget)).message, /^target: must be an address/)
  assert.match(refusal(() => apiClient('ftp://files.example')).message, /must begin with http/)
  assert.match(refusal(() => apiClient('/notes')).message, /must begin with http/)
})

test('JSON that was announced and is none is a failure; another type is given as text', async () => {
  const broken = await failureOf(apiClient(fetchOf(notesApi({ fault: 'broken-json' }))).get('/'))
  assert.equal(broken.message, 'GET /: expected "JSON", got "what is none"\n  body: {"items":')
  const page = await apiClient(fetchOf(notesApi({ fault: 'html' }))).get('/')
  assert.equal(page.body, '<h1>Notes</h1>')
})

test('a long body is cut in the message, and whole in the error', async () => {
  const long = 'x'.repeat(5000)
  const api = apiClient(() => Response.json({ long }, { status: 500 }))
  const error = await failureOf(api.get('/', { expect: 200 }))
  assert.ok(error.message.length < 2200)
  assert.match(error.message, /x… \(5011 characters\)$/)
  assert.deepEqual(error.body, { long })
})
