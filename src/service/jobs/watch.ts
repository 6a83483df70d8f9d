/** A job that is watched. */
import { setTimeout } from 'node:timers/promises'
import type { JobStatus } from './types.ts'

/** Seconds between two looks are not fewer, and not more. */
const LEAST = 0.01
const MOST = 60

/** Each status that is another one than before, until it is the last. */
export async function* changes(
  look: () => Promise<JobStatus | undefined>,
  every: number,
): AsyncGenerator<JobStatus> {
  let before = ''
  for (;;) {
    const status = await look()
    if (status === undefined) return
    const now = JSON.stringify(status)
    if (now !== before) yield status
    if (status.state === 'completed' || status.state === 'failed') return
    before = now
    await setTimeout(Math.min(Math.max(every, LEAST), MOST) * 1000)
  }
}
