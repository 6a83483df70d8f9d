/** Workers in processes of their own, and what they wrote down. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HallpassError } from '../../src/index.ts'
import { createQueue, type JobQueue } from '../../src/jobs.ts'
import type { Redis } from '../support/redis.ts'
import { JOBS } from './jobs-of-tests.ts'

const FILE = join(import.meta.dirname, 'count-worker.ts')

/** A worker that runs. */
export interface WorkerProcess {
  /** Resolves once it said this word. */
  said(word: 'begun' | 'ready' | 'stopping'): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** How it ended: its code, or the name of the signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** What the process is told by its environment, see `count-worker.ts`. */
export interface Told {
  readonly DRAIN?: string
  readonly HOLD?: string
  readonly DEAF?: string
  readonly TWO?: string
}

/** Starts one; it is killed with this process. */
export function startWorker(redisUrl: string, name: string, told: Told = {}): WorkerProcess {
  const child = spawn(process.execPath, [FILE], {
    env: { ...process.env, REDIS_URL: redisUrl, NAME: name, ...told },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const onExit = () => child.kill('SIGKILL')
  process.on('exit', onExit)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: unknown) => {
      output += String(piece)
    })
  }
  let isOver = false
  const ended = once(child, 'exit').then((how) => {
    isOver = true
    process.off('exit', onExit)
    return how[0] ?? how[1]
  })
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    async said(word) {
      while (!output.includes(`${word}\n`)) {
        if (isOver) throw new Error(`The worker ended:\n${output}`)
        await sleep(10)
      }
    },
  }
}

/** A queue of the tests. */
export function queueOf(redis: Redis, name: string): JobQueue<typeof JOBS> {
  return createQueue({ redisUrl: redis.url, name, jobs: JOBS, backoff: 0.1 })
}

/** The numbers of the jobs that were begun, done, or left, in order; with those that were so twice. */
export async function numbers(
  redis: Redis,
  name: string,
  what: 'begun' | 'done' | 'left',
): Promise<readonly number[]> {
  const found = await redis.command('LRANGE', `${name}-${what}`, '0', '-1')
  if (!Array.isArray(found)) throw new Error('no list')
  return found.map(Number)
}

/** Waits until it is so. A Redis that is down is asked again. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await sleep(20)
}

/** Waits until every job is completed. */
export async function allCompleted(queue: JobQueue<typeof JOBS>, count: number): Promise<void> {
  let failed = 0
  await until(async () => {
    const counts = await queue.counts()
    failed = counts.failed
    return failed > 0 || counts.completed === count
  })
  if (failed > 0) throw new Error(JSON.stringify(await queue.failed()))
}

/** The numbers without those that come again, in order. */
export function different(all: readonly number[]): readonly number[] {
  return [...new Set(all)].sort((a, b) => a - b)
}

/** The code of the error with which it is refused. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof HallpassError) return error.code
    throw error
  }
  throw new Error('It was not refused.')
}
