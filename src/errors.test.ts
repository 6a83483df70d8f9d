import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import { CODES, HallpassError, isHallpassError } from './errors.ts'

describe('HallpassError', () => {
  test('has the status of its code, and the page that explains it', () => {
    const error = new HallpassError('login_required', 'Sign in')
    assert.ok(error instanceof Error)
    assert.deepEqual(
      [error.name, error.code, error.status],
      ['HallpassError', 'login_required', 401],
    )
    assert.match(error.docs, /docs\/errors\.md#login_required$/)
    for (const code of CODES) {
      const { status } = new HallpassError(code, 'x')
      assert.ok(Number.isInteger(status) && status >= 400 && status < 600, code)
    }
  })

  test('has the details that were given, and no others', () => {
    const { cause: why, retryAfter, issues: none } = new HallpassError('forbidden', 'x')
    assert.deepEqual([why, retryAfter, none], [undefined, undefined, undefined])
    const cause = new Error('why')
    const issues = [{ path: 'a', message: 'b' }]
    const full = new HallpassError('invalid_config', 'x', { cause, retryAfter: 0, issues })
    assert.deepEqual([full.cause, full.retryAfter, full.issues], [cause, 0, issues])
  })

  test('is printed with its text once, and without what it does not have', () => {
    const issues = [{ path: 'login.clientId', message: 'is missing' }]
    const text = 'One fault: login.clientId: is missing'
    const printed = inspect(new HallpassError('invalid_config', text, { issues }))
    assert.equal(printed.split('is missing').length, 2, printed)
    assert.doesNotMatch(printed, /issues|retryAfter|undefined/)
    assert.match(inspect(new HallpassError('forbidden', 'x', { retryAfter: 5 })), /retryAfter: 5/)
  })
})

describe('isHallpassError', () => {
  test('knows one of another copy of the package too, and nothing else', () => {
    assert.ok(isHallpassError(new HallpassError('forbidden', 'x')))
    const other = Object.assign(new Error('x'), { name: 'HallpassError', code: 'forbidden' })
    assert.ok(isHallpassError(other))
    for (const thing of [
      new Error('x'),
      { name: 'HallpassError', code: 'x' },
      null,
      'x',
      undefined,
    ]) {
      assert.equal(isHallpassError(thing), false)
    }
  })
})
