/** Measures contestants in turn, so that what the machine does meanwhile meets all of them. */
import { quantile } from '../quantile.ts'
import type { Contestant } from './contestant.ts'

export interface MeasureOptions {
  readonly rounds: number
  /** Milliseconds for each of them in each round. */
  readonly ms: number
  /** Says how far it is. */
  readonly say: (text: string) => void
}

/** The median cost of each, in microseconds a call. */
export async function measure(
  all: readonly Contestant[],
  { rounds, ms, say }: MeasureOptions,
): Promise<readonly number[]> {
  const times = all.map(() => 100)
  // The compiler has its turn first; and then it is known how many calls fill the time.
  for (const [i, one] of all.entries()) {
    for (let spent = 0; spent < ms; ) {
      const took = await one.run(times[i] ?? 100)
      spent += took
      times[i] = Math.max(10, Math.round(((times[i] ?? 100) * ms) / Math.max(took, 0.1)))
    }
  }
  const costs = all.map((): number[] => [])
  for (let round = 1; round <= rounds; round++) {
    say(`\rround ${round} of ${rounds} `)
    for (const [i, one] of all.entries()) {
      const calls = times[i] ?? 100
      costs[i]?.push(((await one.run(calls)) * 1000) / calls)
    }
  }
  say('\n')
  return costs.map((list) => quantile(list, 0.5))
}
