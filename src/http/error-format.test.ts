import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HallpassError } from '../errors.ts'
import { ERROR_FORMATS, errorReply } from './error-format.ts'

const missing = { path: 'title', message: 'is missing' }
const headers = (reply: { headers: ReadonlyArray<readonly [string, string]> }) =>
  Object.fromEntries(reply.headers)
const bodyOf = (reply: { body?: string }) => JSON.parse(reply.body ?? '')

test('a list holds one sentence, and nothing else', () => {
  const reply = errorReply('list', new HallpassError('not_found', 'There is no such note.'))
  assert.equal(reply.status, 404)
  assert.equal(reply.reason, 'not_found')
  assert.equal(headers(reply)['content-type'], 'application/json')
  assert.equal(headers(reply)['cache-control'], 'no-store')
  assert.deepEqual(bodyOf(reply), { _errors: ['There is no such note.'] })
})

test('a problem holds the code and what is wrong with each field', () => {
  const error = new HallpassError('validation_failed', 'title is missing.', { issues: [missing] })
  const reply = errorReply('problem', error)
  assert.equal(headers(reply)['content-type'], 'application/problem+json')
  assert.equal(bodyOf(reply).code, 'validation_failed')
  assert.deepEqual(bodyOf(reply).errors, [missing])
})

test('a list tells each field by its name and in its sentences', () => {
  const issues = [missing, { path: 'title', message: 'is short' }, { path: '', message: 'is odd' }]
  const reply = errorReply('list', new HallpassError('validation_failed', 'x', { issues }))
  assert.deepEqual(bodyOf(reply), {
    _errors: ['title: is missing', 'title: is short', 'is odd'],
    fields: { title: ['is missing', 'is short'], '': ['is odd'] },
  })
})

test('a field cannot be what every object has', () => {
  const issues = [
    { path: '_errors', message: 'is odd' },
    { path: '__proto__', message: 'is odd' },
  ]
  const reply = errorReply('list', new HallpassError('validation_failed', 'x', { issues }))
  assert.deepEqual(bodyOf(reply)._errors, ['_errors: is odd', '__proto__: is odd'])
})

test('a fault of the service tells nothing of itself, in either format', () => {
  for (const format of ERROR_FORMATS) {
    const issues = [{ path: 'secret', message: 'is short' }]
    const error = new HallpassError('invalid_config', 'the secret is short', { issues })
    const reply = errorReply(format, error)
    assert.equal(reply.status, 500)
    assert.doesNotMatch(reply.body ?? '', /secret/)
  }
})

test('both say when to come back, and carry more headers', () => {
  for (const format of ERROR_FORMATS) {
    const error = new HallpassError('rate_limited', 'Too many tries.', { retryAfter: 7 })
    const reply = errorReply(format, error, [['allow', 'GET']])
    assert.equal(headers(reply)['retry-after'], '7')
    assert.equal(headers(reply).allow, 'GET')
  }
})
