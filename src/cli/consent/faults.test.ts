import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toStoreError } from '../../consent-service/store/postgres/fault.ts'
import { unavailable } from '../../consent-service/store/unavailable.ts'
import { HallpassError } from '../../errors.ts'
import { plainFault } from './faults.ts'

const text = (error: unknown) => {
  const fault = plainFault(error, 'a.db')
  return fault instanceof Error ? fault.message : undefined
}

test('a fault of the store names the data and the reason', () => {
  const denied = Object.assign(new Error('hunter2'), { code: 'EACCES' })
  assert.equal(
    text(unavailable('cannot be opened', denied)),
    'a.db cannot be opened: this user may not read and write there.',
  )
  const within = new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })])
  assert.equal(
    text(unavailable('does not answer', within)),
    'a.db does not answer: nothing listens there.',
  )
  assert.equal(text(unavailable('is full', new Error('hunter2'))), 'a.db is full.')
  assert.equal(
    text(unavailable('is locked by another process')),
    'a.db is locked by another process: try again in a moment.',
  )
  assert.equal(
    text(new HallpassError('invalid_config', 'It was made by a newer hallpass.')),
    'a.db: It was made by a newer hallpass.',
  )
})

test('what PostgreSQL says is told once', () => {
  for (const [code, words] of [
    ['3D000', 'is not there: the server has no such database.'],
    ['28P01', 'refuses the name or password.'],
    ['28000', 'refuses the name or password.'],
    ['ETIMEDOUT', 'does not answer in time.'],
    ['ECONNREFUSED', 'cannot be reached: nothing listens there.'],
    ['42501', 'cannot do this: the user has too few rights there.'],
  ]) {
    assert.equal(text(toStoreError(Object.assign(new Error(), { code }))), `a.db ${words}`)
  }
})

test('another error stays as it is', () => {
  const error = new Error('There is no site.')
  assert.equal(plainFault(error, 'a.db'), error)
})
