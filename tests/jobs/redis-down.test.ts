/** A Redis that is not there, or does not answer. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createQueue, createWorker } from '../../src/jobs.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { JOBS } from './jobs-of-tests.ts'
import { allCompleted, codeOf, queueOf, until } from './worker-process.ts'

const QUIET = { info: () => {}, warn: () => {}, error: () => {} }
const HANDLERS = { count: () => {}, fail: () => {}, steps: () => {} }

let redis: Redis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())

const hasty = (name: string) => createQueue({ redisUrl: redis.url, name, jobs: JOBS, timeout: 0.3 })

describe('while Redis is down', { timeout: 180_000 }, () => {
  test('every call of a queue is refused, and nothing is done when it is back', async () => {
    const name = 'down'
    const queue = hasty(name)
    const kept = await queue.add('count', { n: 1 })
    const other = hasty(name)
    assert.equal((await other.counts()).waiting, 1)
    await redis.halt()
    const calls: readonly (() => Promise<unknown>)[] = [
      () => queue.add('count', { n: 2 }),
      () => queue.status(kept),
      () => queue.watch(kept).next(),
      () => queue.failed(),
      () => queue.retry(kept),
      () => queue.remove(kept),
      () => queue.counts(),
    ]
    for (const call of calls) assert.equal(await codeOf(call()), 'store_unavailable')
    await other.close()
    await redis.start()
    await until(async () => (await queue.counts()).waiting === 1)
    assert.equal((await queue.status(kept))?.state, 'waiting')
    await queue.add('count', { n: 3 })
    assert.equal((await queue.counts()).waiting, 2)
    await queue.close()
  })

  test('a queue that was never connected refuses, works later, and closes before', async () => {
    await redis.halt()
    const name = 'never'
    const [queue, other] = [hasty(name), hasty(name)]
    assert.equal(await codeOf(queue.add('count', { n: 1 })), 'store_unavailable')
    assert.equal(await codeOf(queue.counts()), 'store_unavailable')
    await other.close()
    await redis.start()
    await until(async () => (await queue.counts()).waiting === 0)
    await queue.add('count', { n: 2 })
    assert.equal((await queue.counts()).waiting, 1)
    await queue.close()
  })

  test('a worker waits, and begins when it is there', async () => {
    await redis.halt()
    const name = 'worker'
    const told: string[] = []
    const at = { redisUrl: redis.url, name, jobs: JOBS, signals: false, handlers: HANDLERS }
    const logger = {
      ...QUIET,
      warn: (_: string, about?: object) => told.push(JSON.stringify(about)),
    }
    const worker = createWorker({ ...at, logger })
    await until(async () => told.length > 0)
    assert.match(told.join(), /ECONNREFUSED/)
    await redis.start()
    await worker.ready()
    const queue = queueOf(redis, name)
    await queue.add('count', { n: 1 })
    await allCompleted(queue, 1)
    assert.ok(told.length < 5, told.join())
    await Promise.all([worker.close(), worker.close()])
    await queue.close()
    await queue.close()
  })

  test('a worker that never reached it closes', async () => {
    const worker = createWorker({
      redisUrl: 'redis://127.0.0.1:1',
      name: 'unreachable',
      jobs: JOBS,
      signals: false,
      logger: QUIET,
      handlers: HANDLERS,
    })
    await worker.close()
    await worker.close()
  })
})

describe('while Redis does not answer', { timeout: 180_000 }, () => {
  test('calls are refused, and a queue and a worker close', async () => {
    const name = 'paused'
    const queue = hasty(name)
    assert.equal((await queue.counts()).waiting, 0)
    const at = { redisUrl: redis.url, name, jobs: JOBS, signals: false, logger: QUIET }
    const worker = createWorker({ ...at, drain: 0, handlers: HANDLERS })
    await worker.ready()
    redis.pause()
    assert.equal(await codeOf(queue.add('count', { n: 1 })), 'store_unavailable')
    assert.equal(await codeOf(queue.counts()), 'store_unavailable')
    await Promise.all([queue.close(), worker.close()])
    redis.resume()
  })
})

test('nothing is asked of a queue that is closed', { timeout: 180_000 }, async () => {
  const queue = hasty('closed')
  await queue.counts()
  await queue.close()
  assert.equal(await codeOf(queue.add('count', { n: 1 })), 'store_unavailable')
})
