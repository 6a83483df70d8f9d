import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { describe, test } from 'node:test'
import { stopSignal } from './stop-signal.ts'

describe('stopSignal', () => {
  function source() {
    const exits: number[] = []
    const events = new EventEmitter()
    return Object.assign(events, { exits, exit: (status: number) => exits.push(status) })
  }

  test('resolves at the first signal, whichever it is', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      const from = source()
      const stopped = stopSignal(from)
      from.emit(signal)
      await stopped
      assert.deepEqual(from.exits, [])
    }
  })

  test('takes a signal that comes twice at once for one, and a second one for an order', async () => {
    const from = source()
    let now = 0
    const stopped = stopSignal(from, () => now)
    from.emit('SIGINT')
    now = 5
    from.emit('SIGINT')
    await stopped
    assert.deepEqual(from.exits, [])
    now = 1000
    from.emit('SIGINT')
    assert.deepEqual(from.exits, [130])
  })

  test('leaves the other signals alone where they mean something else', () => {
    const from = source()
    void stopSignal(from, undefined, ['SIGINT', 'SIGTERM'])
    assert.equal(from.listenerCount('SIGHUP'), 0)
    assert.equal(from.listenerCount('SIGTERM'), 1)
  })
})
