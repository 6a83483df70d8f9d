/**
 * A worker in a process of its own: writes down each job that it begins, does, or is told to leave,
 * in lists of Redis. `HOLD` is the number of a job that it never ends by itself; with `DEAF` it does
 * not listen to its signal either. With `TWO` there is a second worker, which has nothing to do.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { createWorker } from '../../src/jobs.ts'
import { JOBS } from './jobs-of-tests.ts'

const { REDIS_URL: redisUrl = '', NAME: name = 'tests', DRAIN = '5', HOLD, DEAF, TWO } = process.env

const log = new Redis(redisUrl)
log.on('error', () => {})

const HOUR = 3_600_000

const say = (word: string) => void process.stdout.write(`${word}\n`)

if (TWO !== undefined) {
  const handlers = { count: () => {}, fail: () => {}, steps: () => {} }
  createWorker({ redisUrl, name: `${name}-idle`, jobs: JOBS, handlers })
}

const worker = createWorker({
  redisUrl,
  name,
  jobs: JOBS,
  concurrency: 5,
  lostAfter: 1,
  drain: Number(DRAIN),
  logger: { info: () => say('stopping'), warn: () => {}, error: () => {} },
  handlers: {
    count: async ({ n, ms }, { signal }) => {
      await log.rpush(`${name}-begun`, String(n))
      const isHeld = HOLD === String(n)
      try {
        await sleep(isHeld ? HOUR : ms, undefined, DEAF === undefined ? { signal } : {})
      } catch (error) {
        await log.rpush(`${name}-left`, String(n))
        throw error
      }
      await log.rpush(`${name}-done`, String(n))
      return { n }
    },
    fail: () => {
      throw new Error('no')
    },
    steps: () => {},
  },
})
say('begun')
await worker.ready()
say('ready')
