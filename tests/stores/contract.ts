/** What every store does, whatever it keeps things in. */
import { describe } from 'node:test'
import { bounds } from './contract/bounds.ts'
import { entries } from './contract/entries.ts'
import { type Place, worlds } from './contract/ground.ts'
import { indexes } from './contract/indexes.ts'
import { locks } from './contract/locks.ts'
import { model } from './contract/model.ts'
import { races } from './contract/races.ts'
import { exactTime, time } from './contract/time.ts'

/**
 * Runs the contract.
 *
 * @param clock - Whether `pass` of the place moves a clock of `ours`, or waits for a server's.
 * @param place - Where stores are made; it is asked for once.
 */
export function contract(
  name: string,
  clock: 'ours' | 'server',
  place: () => Promise<Place>,
): void {
  describe(name, () => {
    const world = worlds(place)
    entries(world)
    time(world)
    if (clock === 'ours') exactTime(world)
    indexes(world)
    locks(world)
    bounds(world)
    races(world)
    model(world)
  })
}
