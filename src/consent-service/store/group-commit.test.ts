import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { GroupCommit } from './group-commit.ts'

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
    })
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
    })
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

  test('is idle only when all is done', async () => {
    let done = 0
    const group = new GroupCommit<number, undefined>(async (batch) => {
      await setTimeout(2)
      done += batch.length
      return batch.map(() => ({ value: undefined }))
    })
    await group.idle()
    for (let work = 0; work < 120; work += 1) void group.add(work)
    await group.idle()
    assert.equal(done, 120)
  })
})
