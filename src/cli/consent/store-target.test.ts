import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../usage.ts'
import { storeTarget, targetName } from './store-target.ts'

const HELP = 'hallpass x --help'
const URL_ = 'postgres://app:hunter2@db.internal:5433/consent'

test('a file, the default, or PostgreSQL', () => {
  assert.deepEqual(storeTarget(undefined, {}, HELP), { data: 'consent.db' })
  assert.deepEqual(storeTarget('other.db', {}, HELP), { data: 'other.db' })
  assert.deepEqual(storeTarget('other.db', { DATABASE_URL: '' }, HELP), { data: 'other.db' })
  assert.deepEqual(storeTarget(undefined, { DATABASE_URL: URL_ }, HELP), { databaseUrl: URL_ })
  const socket = 'postgresql:///consent?host=/var/run/postgresql'
  assert.deepEqual(storeTarget(undefined, { DATABASE_URL: socket }, HELP), { databaseUrl: socket })
})

test('both, neither by name, and another database are refused', () => {
  for (const [data, DATABASE_URL] of [
    ['other.db', URL_],
    ['', undefined],
    [undefined, 'mysql://app:hunter2@db/consent'],
    [undefined, 'postgres://app:hunter2@db:port/consent'],
  ] as const) {
    assert.throws(
      () => storeTarget(data, { DATABASE_URL }, HELP),
      (error) => error instanceof UsageError && !error.message.includes('hunter2'),
    )
  }
})

test('a name has no password', () => {
  assert.equal(targetName({ data: 'a.db' }), 'a.db')
  assert.equal(targetName({ databaseUrl: URL_ }), 'PostgreSQL at db.internal:5433/consent')
})
