import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { rejection } from '../../../tests/rejection.ts'
import { Slots } from './slots.ts'

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  return { run: () => promise, end: resolve, fail: reject }
}

describe('slots', () => {
  test('so many run at once, the others wait in their order', async () => {
    const slots = new Slots(2, 10)
    const begun: string[] = []
    const works = ['a', 'b', 'c', 'd'].map((name) => ({ name, ...work() }))
    const all = works.map(({ name, run }) =>
      slots.run(() => {
        begun.push(name)
        return run()
      }),
    )
    await setImmediate()
    assert.deepEqual(begun, ['a', 'b'])
    works[1]?.end('b')
    await all[1]
    await setImmediate()
    assert.deepEqual(begun, ['a', 'b', 'c'])
    for (const { name, end } of works) end(name)
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd'])
  })

  test('what fails gives its place to the next', async () => {
    const slots = new Slots(1, 10)
    const first = work()
    const failed = slots.run(first.run)
    const next = slots.run(async () => 'next')
    first.fail(new Error('broken'))
    await assert.rejects(failed, /broken/)
    assert.equal(await next, 'next')
    assert.equal(await slots.run(async () => 'again'), 'again')
  })

  test('more than may wait are refused, and run nothing', async () => {
    const slots = new Slots(1, 1)
    const first = work()
    const running = slots.run(first.run)
    const waiting = slots.run(async () => 'waited')
    const error = await rejection(slots.run(() => assert.fail('was run')))
    assert.equal(error.code, 'rate_limited')
    assert.equal(error.retryAfter, 1)
    first.end('first')
    assert.deepEqual(await Promise.all([running, waiting]), ['first', 'waited'])
    assert.equal(await slots.run(async () => 'free'), 'free')
  })
})
