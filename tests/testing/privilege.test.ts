/** `privilegeTest` tries what is named, and tells of every answer that is not as expected. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { apiClient, type PrivilegeTestOptions, privilegeTest } from '../../src/testing.ts'
import { rejection } from '../rejection.ts'
import { APPS, fetchOf, served } from './apps.ts'
import { failureOf } from './failure-of.ts'
import { notesApi } from './notes.ts'

const NOTE = { endpoint: '/notes', id: 1, data: { title: 'Milk' } } as const
const READER = { headers: { authorization: 'reader' } } as const
const notes = () => fetchOf(notesApi({ stock: 1 }))

const MAY_ALL = { 'plural-get': 200, get: 200, delete: 200, post: [200, 201], put: 200 } as const
const MAY_READ = { delete: 403, get: 200, post: 403, put: 403, 'plural-get': 200 } as const

describe('what is expected passes', () => {
  for (const [name, appOf] of Object.entries(APPS)) {
    test(`on ${name}: the removal comes last, wherever it is named`, async () => {
      const target = appOf(notesApi({ stock: 1 }))
      await privilegeTest({ target, ...READER, ...NOTE, expect: MAY_READ })
      await privilegeTest({ target, ...NOTE, expect: MAY_ALL })
    })
  }

  test('at an address, and by a client', async () => {
    const { server, url } = await served(notesApi({ stock: 1 }))
    try {
      await privilegeTest({ ...NOTE, ...READER, endpoint: `${url}/notes`, expect: MAY_READ })
      await privilegeTest({ ...NOTE, target: apiClient(url, READER), expect: MAY_READ })
    } finally {
      server.close()
    }
  })

  test('only what is named is tried', async () => {
    const tried: string[] = []
    const target = ({ method, url }: Request) => {
      tried.push(`${method} ${new URL(url).pathname}`)
      return new Response(null, { status: 204 })
    }
    await privilegeTest({ target, endpoint: '/notes', expect: { 'plural-get': 204 } })
    await privilegeTest({ target, ...NOTE, id: 'a/b', expect: { patch: 204 } })
    assert.deepEqual(tried, ['GET /notes', 'PATCH /notes/a%2Fb'])
  })
})

test('every wrong answer is told, each with method, path, expected, got and body', async () => {
  const check = privilegeTest({ target: notes(), ...READER, ...NOTE, expect: MAY_ALL })
  const error = await failureOf(check)
  const body = '  body: {"_errors":["only a writer may do that"]}'
  assert.equal(
    error.message,
    [
      'POST /notes: expected 200 or 201, got 403',
      body,
      'PUT /notes/1: expected 200, got 403',
      body,
      'DELETE /notes/1: expected 200, got 403',
      body,
    ].join('\n'),
  )
  assert.deepEqual(
    { method: error.method, path: error.path, expected: error.expected, got: error.got },
    { method: 'POST', path: '/notes', expected: [200, 201], got: 403 },
  )
})

test('options that do not fit are refused before anything is asked', async () => {
  const target = () => assert.fail('asked')
  const all = { get: 200, delete: 403, put: 200 } as const
  const bare = await rejection(privilegeTest({ target, endpoint: '/notes', expect: all }))
  assert.equal(
    bare.message,
    'privilegeTest: id is missing: needed for get, put, delete; data is missing: needed for put',
  )
  const wrong: object = { ...NOTE, target, expect: { plural: 200, get: 'OK' } }
  const error = await rejection(privilegeTest(wrong as PrivilegeTestOptions))
  assert.deepEqual(error.issues?.map(({ path }) => path).sort(), ['expect.get', 'expect.plural'])
  const none = await rejection(privilegeTest({ ...NOTE, target, expect: {} }))
  assert.match(none.message, /expect names nothing to try/)
})
