import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { isHallpassError } from '../errors.ts'
import { GroupCommit } from './group-commit.ts'
import { unavailable } from './unavailable.ts'

function isDown(error: unknown): boolean {
  return isHallpassError(error) && error.code === 'store_unavailable'
}

describe('a group commit', () => {
  test('gathers what comes at once and while it is busy, in order, one commit at a time', async () => {
    const batches: number[][] = []
    const gate = Promise.withResolvers<void>()
    let busy = 0
    const group = new GroupCommit<number, number>(async (batch) => {
      busy += 1
      assert.equal(busy, 1)
      batches.push([...batch])
      if (batches.length === 1) await gate.promise
      busy -= 1
      return batch.map((work) => ({ value: work * 2 }))
    }, unavailable)
    const first = [1, 2, 3].map((work) => group.add(work))
    while (batches.length === 0) await setTimeout(1)
    const second = [4, 5].map((work) => group.add(work))
    gate.resolve()
    assert.deepEqual(await Promise.all([...first, ...second]), [2, 4, 6, 8, 10])
    assert.deepEqual(batches, [
      [1, 2, 3],
      [4, 5],
    ])
    assert.equal(await group.add(6), 12)

    const many = Array.from({ length: 250 }, (_, work) => group.add(work))
    assert.equal((await Promise.all(many)).length, 250)
    assert.deepEqual(
      batches.slice(3).map(({ length }) => length),
      [100, 100, 50],
    )
    await group.idle()
  })

  test('tells each what came of it, and goes on after a commit that failed', async () => {
    let down = true
    const group = new GroupCommit<string, string>(async (batch) => {
      if (down) throw new Error('down')
      return batch.map((work) => (work === 'bad' ? { error: new Error(work) } : { value: work }))
    }, unavailable)
    const lost = await Promise.allSettled([group.add('a'), group.add('b')])
    assert.deepEqual(
      lost.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    down = false
    const found = await Promise.allSettled(['a', 'bad', 'c'].map((work) => group.add(work)))
    assert.deepEqual(
      found.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
  })

  test('refuses all that waits when the store is down, and does none of it later', async () => {
    const asked: number[] = []
    let down = true
    const group = new GroupCommit<number, number>(async (batch) => {
      asked.push(batch.length)
      await setTimeout(20)
      if (down) throw unavailable('is locked by another process')
      return batch.map((value) => ({ value }))
    }, unavailable)
    const lost = await Promise.allSettled(Array.from({ length: 500 }, (_, work) => group.add(work)))
    assert.ok(lost.every((one) => one.status === 'rejected' && isDown(one.reason)))
    assert.deepEqual(asked, [100])
    down = false
    assert.equal(await group.add(7), 7)
    assert.deepEqual(asked, [100, 1])
  })

  test('does nothing that is late, and takes no more than it can do', async (t) => {
    let time = 1000
    t.mock.method(performance, 'now', () => time)
    const deadlines: number[] = []
    const gate = Promise.withResolvers<void>()
    const group = new GroupCommit<number, number>(async (batch, deadline) => {
      deadlines.push(deadline)
      await gate.promise
      return batch.map((value) => ({ value }))
    }, unavailable)
    const first = group.add(0)
    while (deadlines.length === 0) await setTimeout(1)
    const late = group.add(1)
    time += 2000
    const fresh = group.add(2)
    time += 1500
    gate.resolve()
    await assert.rejects(late, isDown)
    assert.deepEqual([await first, await fresh], [0, 2])
    assert.deepEqual(deadlines, [4000, 6000])

    const many = Array.from({ length: 10_001 }, (_, work) => group.add(work))
    const last = many.pop()
    await assert.rejects(last ?? Promise.resolve(), isDown)
    assert.equal((await Promise.all(many)).length, 10_000)
  })

  test('is idle only when all is done', async () => {
    let done = 0
    const group = new GroupCommit<number, undefined>(async (batch) => {
      await setTimeout(2)
      done += batch.length
      return batch.map(() => ({ value: undefined }))
    }, unavailable)
    await group.idle()
    for (let work = 0; work < 120; work += 1) void group.add(work)
    await group.idle()
    assert.equal(done, 120)
  })
})
