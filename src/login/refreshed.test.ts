import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clockAt } from '../../tests/support/clock.ts'
import { Refreshed } from './refreshed.ts'

/** A source that counts, and fails when told to. */
function source(fresh = 100) {
  const clock = clockAt()
  const state = { calls: 0, down: false }
  const value = new Refreshed(fresh, clock.now, async () => {
    state.calls += 1
    await new Promise((resolve) => setImmediate(resolve))
    if (state.down) throw new Error(`down ${state.calls}`)
    return state.calls
  })
  return { clock, state, value }
}

describe('Refreshed', () => {
  test('asks nobody before it is needed, then once while it is fresh', async () => {
    const { clock, state, value } = source()
    assert.equal(state.calls, 0)
    assert.equal(value.peek(), undefined)
    assert.equal(await value.get(), 1)
    clock.time += 99
    assert.equal(await value.get(), 1)
    assert.equal(value.peek(), 1)
    clock.time += 1
    assert.equal(await value.get(), 2)
  })

  test('asks once for all who wait', async () => {
    const { state, value } = source()
    assert.deepEqual(await Promise.all([value.get(), value.get(), value.reload()]), [1, 1, 1])
    assert.equal(state.calls, 1)
  })

  test('keeps the old value while its source is down', async () => {
    const { clock, state, value } = source()
    await value.get()
    state.down = true
    clock.time += 100_000
    assert.equal(await value.get(), 1)
    assert.equal(await value.get(), 1)
    assert.equal(state.calls, 2)
    state.down = false
    clock.time += 5
    assert.equal(await value.get(), 3)
  })

  test('fails while it never had a value, and leaves the source in peace for 5 seconds', async () => {
    const { clock, state, value } = source()
    state.down = true
    await assert.rejects(value.get(), /down 1/)
    await assert.rejects(value.get(), /down 1/)
    assert.equal(state.calls, 1)
    clock.time += 5
    state.down = false
    assert.equal(await value.get(), 2)
  })

  test('reloads at once when it is told to, fresh or not', async () => {
    const { state, value } = source()
    await value.get()
    assert.equal(await value.reload(), 2)
    state.down = true
    await assert.rejects(value.reload(), /down 3/)
    assert.equal(await value.get(), 2)
  })
})
