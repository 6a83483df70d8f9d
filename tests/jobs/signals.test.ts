/** Workers that are told to stop: they end their jobs, or give them back. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Redis, startRedis } from '../support/redis.ts'
import { allCompleted, numbers, queueOf, startWorker, type Told, until } from './worker-process.ts'

let redis: Redis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())

/** A worker that is amid its job 1. */
async function amidOne(name: string, told: Told, ms: number) {
  const queue = queueOf(redis, name)
  const id = await queue.add('count', { n: 1, ms })
  const worker = startWorker(redis.url, name, told)
  await until(async () => (await numbers(redis, name, 'begun')).length === 1)
  return { queue, id, worker }
}

describe('a worker that is told to stop', { timeout: 180_000, concurrency: 3 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`by ${signal} ends its job and takes no other`, async () => {
      const name = `ends-${signal}`
      const { queue, id, worker } = await amidOne(name, { DRAIN: '30' }, 1000)
      worker.kill(signal)
      await worker.said('stopping')
      const later = await queue.add('count', { n: 2 })
      assert.equal(await worker.ended, 0)
      assert.equal((await queue.status(id))?.state, 'completed')
      assert.equal((await queue.status(later))?.state, 'waiting')
      assert.deepEqual(await numbers(redis, name, 'done'), [1])
      await queue.close()
    })
  }

  test('has a job that takes too long done elsewhere, as if it had not been tried', async () => {
    const name = 'leaves'
    const { queue, id, worker } = await amidOne(name, { DRAIN: '0.1', HOLD: '1' }, 0)
    worker.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
    assert.deepEqual(await numbers(redis, name, 'left'), [1])
    assert.equal((await queue.status(id))?.state, 'waiting')
    const other = startWorker(redis.url, name)
    await allCompleted(queue, 1)
    assert.deepEqual(await numbers(redis, name, 'done'), [1])
    assert.equal((await queue.status(id))?.error, undefined)
    other.kill('SIGTERM')
    assert.equal(await other.ended, 0)
    await queue.close()
  })

  test('does not wait for a job that does not listen to its signal', async () => {
    const name = 'deaf'
    const told = { DRAIN: '0.1', HOLD: '1', DEAF: 'yes' }
    const { queue, id, worker } = await amidOne(name, told, 0)
    worker.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
    assert.equal((await queue.status(id))?.state, 'waiting')
    await queue.close()
  })

  test('ends no process in which another one is amid its job', async () => {
    const { queue, id, worker } = await amidOne('both', { DRAIN: '30', TWO: 'yes' }, 1000)
    worker.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
    assert.equal((await queue.status(id))?.state, 'completed')
    await queue.close()
  })

  test('twice ends at once', async () => {
    const { queue, worker } = await amidOne('twice', { DRAIN: '3600', HOLD: '1' }, 0)
    worker.kill('SIGTERM')
    await worker.said('stopping')
    worker.kill('SIGTERM')
    assert.equal(await worker.ended, 130)
    await queue.close()
  })

  test('waits for no Redis that is down', async () => {
    const own = await startRedis()
    const queue = queueOf(own, 'down')
    await queue.add('count', { n: 1 })
    const worker = startWorker(own.url, 'down', { DRAIN: '0.1', HOLD: '1' })
    await until(async () => (await numbers(own, 'down', 'begun')).length === 1)
    await own.halt()
    worker.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
    await queue.close()
    await own.start()
    const other = startWorker(own.url, 'down')
    const again = queueOf(own, 'down')
    await allCompleted(again, 1)
    other.kill('SIGTERM')
    assert.equal(await other.ended, 0)
    await again.close()
    await own.stop()
  })

  test('waits for no Redis that it never reached', async () => {
    const worker = startWorker('redis://127.0.0.1:1', 'never')
    await worker.said('begun')
    worker.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
  })
})
