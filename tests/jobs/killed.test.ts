/** Workers that are killed amid their jobs, and a Redis that restarts: no job is lost. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { JobQueue } from '../../src/jobs.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import type { JOBS } from './jobs-of-tests.ts'
import {
  allCompleted,
  codeOf,
  different,
  numbers,
  queueOf,
  startWorker,
  until,
} from './worker-process.ts'

const COUNT = 80
const ALL = Array.from({ length: COUNT }, (_, n) => n)

let redis: Redis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())

const addAll = (queue: JobQueue<typeof JOBS>) =>
  Promise.all(ALL.map((n) => queue.add('count', { n, ms: 20 })))

describe('every job is done, and none is lost', { timeout: 180_000 }, () => {
  test('when a worker is killed amid its jobs', async () => {
    const name = 'killed'
    const queue = queueOf(redis, name)
    await addAll(queue)
    // This one cannot end the job 7: it is in the midst of it when it is killed.
    const first = startWorker(redis.url, name, { HOLD: '7' })
    await until(async () => (await numbers(redis, name, 'begun')).includes(7))
    const second = startWorker(redis.url, name)
    await second.said('ready')
    first.kill('SIGKILL')
    assert.equal(await first.ended, 'SIGKILL')
    await allCompleted(queue, COUNT)
    assert.deepEqual(different(await numbers(redis, name, 'done')), ALL)
    const begun = await numbers(redis, name, 'begun')
    assert.ok(begun.filter((n) => n === 7).length > 1)
    second.kill('SIGTERM')
    assert.equal(await second.ended, 0)
    await queue.close()
  })

  test('when every worker is killed, and another comes', async () => {
    const name = 'all-killed'
    const queue = queueOf(redis, name)
    await addAll(queue)
    const two = [startWorker(redis.url, name), startWorker(redis.url, name)]
    await until(async () => (await numbers(redis, name, 'done')).length > 10)
    for (const one of two) one.kill('SIGKILL')
    for (const one of two) assert.equal(await one.ended, 'SIGKILL')
    const third = startWorker(redis.url, name)
    await allCompleted(queue, COUNT)
    assert.deepEqual(different(await numbers(redis, name, 'done')), ALL)
    third.kill('SIGTERM')
    assert.equal(await third.ended, 0)
    await queue.close()
  })

  test('by two workers', async () => {
    const name = 'two'
    const queue = queueOf(redis, name)
    const two = [startWorker(redis.url, name), startWorker(redis.url, name)]
    for (const one of two) await one.said('ready')
    await addAll(queue)
    await allCompleted(queue, COUNT)
    assert.deepEqual(different(await numbers(redis, name, 'done')), ALL)
    for (const one of two) one.kill('SIGTERM')
    for (const one of two) assert.equal(await one.ended, 0)
    await queue.close()
  })

  test('when Redis restarts amid them', async () => {
    const own = await startRedis()
    const name = 'restart'
    const queue = queueOf(own, name)
    await addAll(queue)
    const two = [startWorker(own.url, name), startWorker(own.url, name)]
    await until(async () => (await numbers(own, name, 'done')).length > 10)
    await own.halt()
    assert.equal(await codeOf(queue.add('count', { n: 1000 })), 'store_unavailable')
    await own.start()
    await allCompleted(queue, COUNT)
    // What was refused is not done later, when Redis is back.
    assert.deepEqual(different(await numbers(own, name, 'done')), ALL)
    assert.equal((await queue.counts()).completed, COUNT)
    await queue.add('count', { n: 1001 })
    await allCompleted(queue, COUNT + 1)
    for (const one of two) one.kill('SIGTERM')
    for (const one of two) assert.equal(await one.ended, 0)
    await queue.close()
    await own.stop()
  })
})
