/** Servers in turn, second by second: all of them see the same machine. */
import { type Loaded, load, type Sent } from './load.ts'
import type { Running } from './process.ts'

/** One server of a comparison. */
export interface Contestant {
  readonly name: string
  readonly server: Running
  readonly sent: Sent
}

/** What was measured of a server: the same place in each list is the same turn. */
export interface Measured {
  readonly name: string
  readonly turns: readonly Loaded[]
}

/** Measures so many turns of a second each, after a warm-up of so many. */
export async function inTurns(
  contestants: readonly Contestant[],
  { warmUp, turns }: { readonly warmUp: number; readonly turns: number },
): Promise<readonly Measured[]> {
  const measured = contestants.map(({ name }) => ({ name, turns: [] as Loaded[] }))
  for (let turn = 0; turn < warmUp + turns; turn++) {
    for (const [i, { server, sent }] of contestants.entries()) {
      const loaded = await load(server, sent, turn)
      if (turn >= warmUp) measured[i]?.turns.push(loaded)
    }
  }
  return measured
}
