import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HallpassError } from '../errors.ts'
import { problem } from './problem.ts'

test('problem is an RFC 9457 object that no cache stores', () => {
  const reply = problem(new HallpassError('forbidden', 'The rule asks for the group "staff".'))
  assert.equal(reply.status, 403)
  const headers = new Map(reply.headers)
  assert.equal(headers.get('content-type'), 'application/problem+json')
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.deepEqual(JSON.parse(reply.body ?? ''), {
    type: new HallpassError('forbidden', '').docs,
    title: 'You do not have access to this page',
    status: 403,
    code: 'forbidden',
    detail: 'The rule asks for the group "staff".',
  })
})

test('extra members never replace the standard ones', () => {
  const error = new HallpassError('login_required', 'Sign in.')
  const body = JSON.parse(
    problem(error, { login: '/auth/login', status: 200, code: 'x' }).body ?? '',
  )
  assert.equal(body.login, '/auth/login')
  assert.equal(body.status, 401)
  assert.equal(body.code, 'login_required')
})

test('a fault of the service keeps its message to the log', () => {
  const { body = '' } = problem(
    new HallpassError('hook_failed', 'afterLogin threw: db at 10.0.0.9'),
  )
  assert.doesNotMatch(body, /10\.0\.0\.9/)
})

test('Retry-After is in whole seconds, at least one', () => {
  const after = (retryAfter?: number) => {
    const error = new HallpassError('provider_unavailable', 'down', {
      ...(retryAfter !== undefined && { retryAfter }),
    })
    return new Map(problem(error).headers).get('retry-after')
  }
  assert.equal(after(), undefined)
  assert.equal(after(0), '1')
  assert.equal(after(1.2), '2')
})

test('more headers are added, cookies repeated', () => {
  const error = new HallpassError('login_required', 'Sign in.')
  const { headers } = problem(error, {}, [
    ['set-cookie', 'a='],
    ['set-cookie', 'b='],
  ])
  assert.equal(headers.filter(([name]) => name === 'set-cookie').length, 2)
})
