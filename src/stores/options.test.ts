import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import type { HallpassError } from '../errors.ts'
import { postgresStore } from './postgres/postgres.ts'
import { redisStore } from './redis/redis.ts'
import { sqliteStore } from './sqlite/sqlite.ts'

const client = { status: 'ready', evalshaBuffer: async () => null }
const pool = { connect() {} }

/** Whatever a caller without types gives. */
function refused(make: (...given: never[]) => unknown, ...given: unknown[]): HallpassError {
  const error = refusal(() => make(...(given as never[])))
  assert.equal(error.code, 'invalid_config')
  return error
}

test('stores name every option that does not fit, and quote none', () => {
  for (const [make, place] of [
    [redisStore, client],
    [postgresStore, pool],
  ] as const) {
    const error = refused(make, place, { prefix: 'hunter{2}', timeout: 0, prefx: 'hunter2' })
    assert.deepEqual(
      error.issues?.map(({ path }) => path),
      [`${make.name}.prefix`, `${make.name}.timeout`, `${make.name}.prefx`],
    )
    assert.match(error.message, /prefx is not an option: write prefix/)
    assert.ok(!error.message.includes('hunter'))
    for (const prefix of ['', 'a b', 'é', 'x'.repeat(65), 5]) refused(make, place, { prefix })
    for (const timeout of [-1, 61, Number.NaN, '3']) refused(make, place, { timeout })
    make(...([place, { prefix: 'a.b:c-d_E9', timeout: 60 }] as unknown as [never, never]))
  }
})

test('a store in SQLite needs a path', () => {
  for (const options of [undefined, {}, { path: '' }, { path: 5 }, { path: 'a', now: 5 }]) {
    refused(sqliteStore, options)
  }
})

test('what is no client, or no pool, is refused at once', () => {
  for (const odd of [undefined, null, 'redis://localhost', {}, { sendCommand: true }]) {
    assert.match(refused(redisStore, odd).message, /needs a client of redis/)
  }
  for (const odd of [undefined, null, 'postgres://localhost', {}]) {
    assert.match(refused(postgresStore, odd).message, /needs a Pool/)
  }
})
