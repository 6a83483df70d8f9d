/** A worker in a process of its own: writes down each job that it does, in a list of Redis. */
import { Redis } from 'ioredis'
import { createWorker } from '../../src/jobs.ts'
import { JOBS } from './jobs-of-tests.ts'

const redisUrl = process.env.REDIS_URL ?? ''
const log = new Redis(redisUrl)
log.on('error', () => {})

const worker = createWorker({
  redisUrl,
  name: 'tests',
  jobs: JOBS,
  concurrency: 5,
  lostAfter: 1,
  drain: Number(process.env.DRAIN ?? 5),
  handlers: {
    count: async ({ n, ms }) => {
      await new Promise((resolve) => setTimeout(resolve, ms))
      await log.rpush('done', String(n))
      return { n }
    },
    fail: () => {
      throw new Error('no')
    },
    steps: () => {},
  },
})
await worker.ready()
process.stdout.write('ready\n')
