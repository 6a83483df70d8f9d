import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { RequestNotes } from './request-notes.ts'

test('a note is found by the request, and by what a framework has around it', () => {
  const notes = new RequestNotes<string>()
  const request = { method: 'GET' }
  notes.set(request, 'found')
  for (const around of [request, { raw: request }, { req: request }, { req: { raw: request } }]) {
    assert.equal(notes.get(around), 'found')
  }
  assert.equal(notes.get({}), undefined)
})

test('notes of one guard are not those of another', () => {
  const [one, other] = [new RequestNotes<string>(), new RequestNotes<string>()]
  const request = {}
  one.set(request, 'found')
  assert.equal(other.get(request), undefined)
  other.set(request, 'other')
  assert.deepEqual([one.get(request), other.get(request)], ['found', 'other'])
})

test('who prints the request prints no note', () => {
  const notes = new RequestNotes<{ token: string }>()
  const request = { method: 'GET' }
  notes.set(request, { token: 'eyJhbGciOi' })
  const shown = `${inspect(request, { depth: 9, showHidden: true })} ${JSON.stringify(request)}`
  assert.doesNotMatch(shown, /eyJ/)
  assert.deepEqual(Object.keys(request), ['method'])
})

test('a request that can keep nothing keeps nothing', () => {
  const notes = new RequestNotes<string>()
  const request = Object.freeze({})
  notes.set(request, 'found')
  assert.equal(notes.get(request), undefined)
})
