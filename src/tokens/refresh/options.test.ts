import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../../tests/refusal.ts'
import { memoryStore } from '../../stores/memory/memory.ts'
import { createRefreshTokens } from './create.ts'
import type { RefreshTokensOptions } from './options.ts'

const store = memoryStore()
const faults = (options: unknown) => {
  const error = refusal(() => createRefreshTokens(options as RefreshTokensOptions))
  assert.equal(error.code, 'invalid_config')
  return error.issues?.map(({ path, message }) => `${path} ${message}`)
}

describe('createRefreshTokens', () => {
  test('needs a store alone, which may be of the app', () => {
    createRefreshTokens({ store })
    const { get, compareAndSet, delete: remove, list } = store
    const own = { get, compareAndSet, delete: remove, list }
    createRefreshTokens({ store: own, idle: 60, absolute: 60, grace: 0, onReuse() {} })
  })

  test('says every fault at once', () => {
    assert.deepEqual(
      faults({
        store: { get() {} },
        idle: 59,
        absolute: 315_360_001,
        grace: 86_401,
        now: Date.now(),
        logger: {},
        onReuse: 'x',
        idel: 1,
      }),
      [
        'store must be a store, such as memoryStore()',
        'idle must be a whole number of seconds from 60 to 315360000',
        'absolute must be a whole number of seconds from 60 to 315360000',
        'grace must be a whole number of seconds from 0 to 86400',
        'now must give seconds since the epoch, and gives a time after the year 9999: milliseconds?',
        'logger.info is missing',
        'logger.warn is missing',
        'logger.error is missing',
        'onReuse must be a function',
        'idel is not an option: write idle',
      ],
    )
  })

  test('an inactivity that the absolute end comes before is a fault', () => {
    assert.deepEqual(faults({ store, idle: 7_776_001 }), ['idle is longer than absolute'])
    assert.deepEqual(faults({ store, absolute: 3600 }), ['idle is longer than absolute'])
  })

  test('nothing at all is a fault, too', () => {
    for (const nothing of [undefined, null, 'x', []]) assert.ok(faults(nothing))
  })
})
