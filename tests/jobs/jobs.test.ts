/** Queues and workers on a real Redis. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { HallpassError } from '../../src/index.ts'
import { createQueue, createWorker, type JobQueue, type JobStatus } from '../../src/jobs.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { JOBS } from './jobs-of-tests.ts'

const QUIET = { info: () => {}, warn: () => {}, error: () => {} }

let redis: Redis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())

let queues = 0
const names = () => ({ redisUrl: redis.url, name: `q${queues++}`, jobs: JOBS })

async function last(queue: JobQueue<typeof JOBS>, id: string): Promise<JobStatus | undefined> {
  let seen: JobStatus | undefined
  for await (const status of queue.watch(id, 0.02)) seen = status
  return seen
}

describe('a job', () => {
  test('is done with what it was given, and its result is kept', async () => {
    const at = names()
    const queue = createQueue({ ...at, release: '1.2.3' })
    const id = await queue.add('count', { n: 7 })
    assert.equal((await queue.status(id))?.state, 'waiting')
    const worker = createWorker({
      ...at,
      signals: false,
      logger: QUIET,
      handlers: {
        count: ({ n, ms }, { release, attempt, id: own }) => ({ n, ms, release, attempt, own }),
        fail: () => {},
        steps: () => {},
      },
    })
    const status = await last(queue, id)
    assert.equal(status?.state, 'completed')
    assert.deepEqual(status?.result, { n: 7, ms: 0, release: '1.2.3', attempt: 1, own: id })
    assert.equal(status?.release, '1.2.3')
    await worker.close()
    await queue.close()
  })

  test('that fails is tried again, later each time, and is a dead letter in the end', async () => {
    const at = names()
    const queue = createQueue({ ...at, attempts: 3, backoff: 0.02 })
    const reported: unknown[] = []
    let tries = 0
    let isMended = false
    const worker = createWorker({
      ...at,
      signals: false,
      logger: QUIET,
      report: (error, about) => void reported.push([String(error), about.attempt, about.dead]),
      handlers: {
        count: () => {},
        steps: () => {},
        fail: () => {
          tries++
          if (!isMended) throw new Error(`try ${tries}`)
        },
      },
    })
    const id = await queue.add('fail', { times: 3 })
    const status = await last(queue, id)
    assert.deepEqual([status?.state, status?.error, tries], ['failed', 'try 3', 3])
    assert.deepEqual(reported, [
      ['Error: try 1', 1, false],
      ['Error: try 2', 2, false],
      ['Error: try 3', 3, true],
    ])
    assert.deepEqual(
      (await queue.failed()).map((one) => one.id),
      [id],
    )
    assert.equal((await queue.counts()).failed, 1)
    isMended = true
    assert.equal(await queue.retry(id), true)
    assert.equal((await last(queue, id))?.state, 'completed')
    assert.deepEqual(await queue.failed(), [])
    assert.equal(await queue.retry(id), false)
    await worker.close()
    await queue.close()
  })

  test('says how far it is to whoever watches', async () => {
    const at = names()
    const queue = createQueue(at)
    const seen: number[] = []
    const worker = createWorker({
      ...at,
      signals: false,
      logger: QUIET,
      handlers: {
        count: () => {},
        fail: () => {},
        steps: async ({ total }, { progress }) => {
          for (let done = 1; done <= total; done++) {
            await progress(done, total, `step ${done}`)
            while (seen.at(-1) !== done) await sleep(5)
          }
        },
      },
    })
    const id = await queue.add('steps', { total: 4 })
    for await (const { progress } of queue.watch(id, 0.01)) seen.push(progress.done)
    assert.deepEqual(
      [...new Set(seen)].filter((done) => done > 0),
      [1, 2, 3, 4],
    )
    assert.deepEqual(
      seen,
      seen.toSorted((x, y) => x - y),
    )
    await worker.close()
    await queue.close()
  })

  test('of the same id is added once', async () => {
    const at = names()
    const queue = createQueue(at)
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => queue.add('count', { n: 1 }, { id: 'export-una' })),
    )
    assert.deepEqual([...new Set(ids)], ['export-una'])
    assert.equal((await queue.counts()).waiting, 1)
    assert.equal(await queue.remove('export-una'), true)
    assert.equal(await queue.status('export-una'), undefined)
    assert.equal(await queue.remove('export-una'), false)
    await queue.close()
  })

  test('that does not fit is refused when it is added, and a dead letter when it comes', async () => {
    const at = names()
    const queue = createQueue(at)
    const refused = async (work: Promise<unknown>, code: string) => {
      const error = await work.then(
        () => assert.fail('it was taken'),
        (thrown: unknown) => thrown,
      )
      assert.ok(error instanceof HallpassError && error.code === code, String(error))
      assert.ok(!error.message.includes('hunter2'))
    }
    await refused(queue.add('count', { n: 'hunter2' } as never), 'validation_failed')
    await refused(queue.add('nothing' as never, {} as never), 'invalid_config')
    await refused(queue.add('count', { n: 1 }, { id: 'a:b' }), 'invalid_config')
    await refused(queue.add('count', { n: 1 }, { id: '7' }), 'invalid_config')
    await refused(queue.add('count', { n: 1 }, { delay: Number.NaN }), 'invalid_config')
    await refused(queue.add('count', { n: 1, more: 'x'.repeat(2e6) } as never), 'validation_failed')
    await refused(queue.failed(0, 1001), 'invalid_config')
    // Of an older release, that asked for something else.
    const old = createQueue({ ...at, jobs: { ...JOBS, fail: JOBS.count } })
    const id = await old.add('fail', { n: 1 })
    const worker = createWorker({
      ...at,
      signals: false,
      logger: QUIET,
      handlers: { count: () => {}, fail: () => {}, steps: () => {} },
    })
    const status = await last(queue, id)
    assert.deepEqual([status?.state, status?.attempts], ['failed', 1])
    assert.match(status?.error ?? '', /does not fit: n|does not fit: times/)
    await Promise.all([worker.close(), queue.close(), old.close()])
  })
})

describe('a job in its worker', () => {
  test('that gives what is no JSON is a dead letter at once', async () => {
    const at = names()
    const queue = createQueue({ ...at, backoff: 0.01 })
    const worker = createWorker({
      ...at,
      signals: false,
      logger: QUIET,
      handlers: { count: () => 1n, fail: () => {}, steps: () => {} },
    })
    const status = await last(queue, await queue.add('count', { n: 1 }))
    assert.deepEqual([status?.state, status?.attempts], ['failed', 1])
    assert.match(status?.error ?? '', /no JSON/)
    await Promise.all([worker.close(), queue.close()])
  })

  test('that was given to another is told so by its signal', async () => {
    const at = names()
    const queue = createQueue(at)
    let tries = 0
    const worker = createWorker({
      ...at,
      signals: false,
      logger: QUIET,
      lostAfter: 1,
      handlers: {
        count: async (_, { id, signal }) => {
          tries += 1
          if (tries > 1) return 'again'
          await redis.command('DEL', `bull:${at.name}:${id}:lock`)
          await once(signal, 'abort')
          return 'too late'
        },
        fail: () => {},
        steps: () => {},
      },
    })
    const status = await last(queue, await queue.add('count', { n: 1 }))
    assert.deepEqual([status?.state, status?.result], ['completed', 'again'])
    await Promise.all([worker.close(), queue.close()])
  })
})

describe('options', () => {
  const good = { redisUrl: 'redis://127.0.0.1', name: 'q', jobs: JOBS }
  const handlers = { count: () => {}, fail: () => {}, steps: () => {} }
  const wrong: readonly [string, () => unknown, RegExp][] = [
    ['an address', () => createQueue({ ...good, redisUrl: 'http://hunter2' }), /redisUrl must be/],
    ['a name', () => createQueue({ ...good, name: 'a:b' }), /name must be/],
    ['no job', () => createQueue({ ...good, jobs: {} }), /jobs has no job/],
    ['tries', () => createQueue({ ...good, attempts: 0 }), /attempts must be/],
    [
      'nobody who does a job',
      () => createWorker({ ...good, handlers: { ...handlers, steps: undefined as never } }),
      /handlers/,
    ],
    [
      'a handler of no job',
      () => createWorker({ ...good, handlers: { ...handlers, extra: () => {} } as never }),
      /handlers\.extra is of no job/,
    ],
  ]
  for (const [name, work, words] of wrong) {
    test(`that are wrong are refused: ${name}`, () => {
      assert.throws(work, (error) => {
        assert.ok(error instanceof HallpassError && error.code === 'invalid_config')
        assert.match(error.message, words)
        assert.ok(!error.message.includes('hunter2'))
        return true
      })
    })
  }
})
