/** `crudTest` passes what is right, and says of each fault which answer shows it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { apiClient, type CrudTestOptions, crudTest } from '../../src/testing.ts'
import { refusal } from '../refusal.ts'
import { rejection } from '../rejection.ts'
import { APPS, fetchOf, served } from './apps.ts'
import { failureOf } from './failure-of.ts'
import { type Fault, type NotesOptions, notesApi } from './notes.ts'

const NOTES = {
  endpoint: '/notes',
  first: { title: 'Milk', text: 'two' },
  second: { title: 'Bread', text: 'one' },
  keysFromPrevious: ['id', 'createdAt'],
} satisfies CrudTestOptions

const notes = (options: NotesOptions) => fetchOf(notesApi(options))

describe('what is right passes', () => {
  for (const [name, appOf] of Object.entries(APPS)) {
    test(`on ${name}, twice`, async () => {
      const target = appOf(notesApi())
      await crudTest({ target, ...NOTES })
      await crudTest({ target, ...NOTES })
    })
  }

  test('at an address, by a client with headers, and with headers beside it', async () => {
    const { server, url } = await served(notesApi())
    try {
      await crudTest({ ...NOTES, endpoint: `${url}/notes` })
      await crudTest({ target: url, ...NOTES })
      const reader = apiClient(url, { headers: { authorization: 'reader' } })
      assert.equal((await failureOf(crudTest({ target: reader, ...NOTES }))).got, 403)
      await crudTest({ target: reader, headers: { Authorization: 'writer' }, ...NOTES })
    } finally {
      server.close()
    }
  })

  test('pages, counted or told by a cursor, however many there are before', async () => {
    for (const stock of [0, 1, 2, 3, 7]) {
      await crudTest({ target: notes({ pageSize: 3, stock }), ...NOTES, initialCount: stock })
    }
    for (const stock of [0, 2, 3, 7]) {
      const target = notes({ pageSize: 3, keyset: true, stock })
      await crudTest({ target, ...NOTES, initialCount: stock })
    }
    const query = { ...NOTES, endpoint: '/notes?sort=title&limit=3' }
    await crudTest({ target: notes({ pageSize: 3, stock: 5 }), ...query, initialCount: 5 })
  })

  test('changes and removals whose answer is empty', () =>
    crudTest({ target: notes({ terse: true }), ...NOTES }))

  test('values that JSON writes in another way', () =>
    crudTest({
      target: notes({}),
      endpoint: '/notes',
      first: { title: new Date(0), text: undefined },
      second: { text: { b: 1, a: [2] } },
    }))

  test('another key, and only what is asked for', async () => {
    await crudTest({ target: notes({}), ...NOTES, key: 'id', checkKeys: ['title'] })
    await crudTest({
      target: notes({ stock: 2 }),
      endpoint: '/notes',
      create: false,
      initialCount: 2,
    })
    await crudTest({ target: notes({}), ...NOTES, read: false })
    const api = apiClient(notes({}))
    await crudTest({
      target: api,
      endpoint: '/notes',
      first: NOTES.first,
      update: false,
      delete: false,
    })
    assert.equal((await api.get<unknown[]>('/notes')).body.length, 1)
  })
})

describe('a fault is found, and the failure says where', () => {
  const expected: Readonly<Record<Fault, string>> = {
    forgets: 'GET /notes: number of items: expected 1, got 0\n  body: []',
    'changes-nothing': 'GET /notes/1: title: expected "Bread", got "Milk"\n  body: {"id":1,',
    'moves-the-date': 'PUT /notes/1: createdAt: expected "2026-01-01T00:00:01Z", got "now"\n',
    'keeps-what-is-removed': 'GET /notes/1: expected 404 or 410, got 200\n  body: {"id":1,',
    'leaves-it-in-the-list': 'GET /notes: number of items: expected 0, got 1\n  body: [{"id":2,',
    'no-id': 'POST /notes: id: expected "text or a number", got undefined\n  body: {"created',
    'hides-new-ones': 'GET /notes: items: expected {"id":1}, got "none such"\n  body: [{"id":-1,',
    html: 'GET /notes: expected "a list, or { items }", got "neither"\n  body: <h1>Notes</h1>',
    'broken-json': 'GET /notes: expected "JSON", got "what is none"\n  body: {"items":',
  }
  for (const fault of Object.keys(expected) as Fault[]) {
    test(fault, async () => {
      const error = await failureOf(crudTest({ target: notes({ fault }), ...NOTES }))
      assert.equal(error.message.slice(0, expected[fault].length), expected[fault])
    })
  }

  test('what is not given back', async () => {
    const data = { ...NOTES, first: { ...NOTES.first, password: 'x' } }
    const error = await failureOf(crudTest({ target: notes({}), ...data }))
    assert.match(error.message, /^POST \/notes: password: expected "x", got undefined/)
    await crudTest({ target: notes({}), ...data, checkKeys: ['title', 'text'] })
  })

  test('a wrong number at the beginning; a list that never ends', async () => {
    const { what, got } = await failureOf(crudTest({ target: notes({ stock: 1 }), ...NOTES }))
    assert.deepEqual({ what, got }, { what: 'number of items', got: 1 })
    let asked = 0
    const endless = (request: Request) => {
      if (request.method === 'POST') return Response.json({ ...NOTES.first, id: 1 })
      asked += 1
      return Response.json({ items: [{ id: -asked }], totalItems: asked === 1 ? 0 : 1 })
    }
    assert.equal((await failureOf(crudTest({ target: endless, ...NOTES }))).got, 'none such')
  })
})

test('options that do not fit are refused, all at once, before anything is asked', async () => {
  const wrong: object = { ...NOTES, endpoint: 'notes', chekKeys: [], initialCount: -1 }
  const target = () => assert.fail('asked')
  const error = await rejection(crudTest({ target, ...(wrong as CrudTestOptions) }))
  assert.deepEqual(error.issues?.map(({ path }) => path).sort(), [
    'chekKeys',
    'endpoint',
    'initialCount',
  ])
  const bare = await rejection(crudTest({ target, endpoint: '/notes' }))
  assert.match(
    bare.message,
    /first is missing; or say create: false; second is missing; or say upd/,
  )
  assert.match((await rejection(crudTest(NOTES))).message, /^target: is needed/)
  const both = crudTest({ ...NOTES, target, endpoint: 'http://127.0.0.1/notes' })
  assert.match((await rejection(both)).message, /left out where it is a whole address/)
  assert.ok(refusal(() => apiClient('')))
})
