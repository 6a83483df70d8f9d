/** How long the store takes for one visitor, of all that it has, chosen at random. */
import { randomInt } from 'node:crypto'
import type { Change, ConsentStore } from '../../../src/consent-service/store/port.ts'
import { quantile } from '../../quantile.ts'
import { siteOf, uuidOf } from './people.ts'

/** What was measured; times in milliseconds. */
export interface Latency {
  readonly p50: number
  readonly p99: number
  /** How many were done a second. */
  readonly rate: number
}

/** Reads or writes for some seconds, with so many at the same time. */
export async function latency(
  store: ConsentStore,
  what: 'read' | 'write',
  { visitors, inFlight, seconds }: { visitors: number; inFlight: number; seconds: number },
): Promise<Latency> {
  const work = what === 'read' ? read : write
  const times: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  async function one(): Promise<void> {
    while (performance.now() < end) {
      const index = randomInt(visitors)
      const uuid = uuidOf(index)
      const begun = performance.now()
      if ((await work(store, uuid, siteOf(index))) === undefined) throw new Error('not found')
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, one))
  const rate = times.length / ((performance.now() - start) / 1000)
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), rate }
}

function read(store: ConsentStore, visitor: string, site: number) {
  return store.visitor(visitor, String(site))
}

/** What is chosen, one after the other. */
const CHOICES = [
  { performance: true, functionality: true, act: 'accept_all' },
  { performance: false, functionality: false, act: 'reject_all' },
  { performance: false, functionality: true, act: 'saved' },
] as const
/** What each visitor chooses next: what is repeated within ten minutes is not recorded again. */
const next = new Map<string, number>()

function write(store: ConsentStore, visitor: string, site: number) {
  const turn = next.get(visitor) ?? 0
  next.set(visitor, turn + 1)
  const { act, ...choices } = CHOICES[turn % CHOICES.length] ?? CHOICES[0]
  const at = Date.now()
  const where = { visitor, site: String(site), policy: 1, policyShown: true, at }
  const change: Change = { ...where, choices, act }
  return store.record(change)
}
