/** What every store does, whatever it keeps things in. */
import { describe } from 'node:test'
import { choices } from './contract/choices.ts'
import { gone } from './contract/gone.ts'
import { type Place, worlds } from './contract/ground.ts'
import { log } from './contract/log.ts'
import { long } from './contract/long.ts'
import { repeats } from './contract/repeats.ts'
import { sites } from './contract/sites.ts'
import { visitors } from './contract/visitors.ts'

/**
 * Runs the contract.
 *
 * @param place - Where stores are made; it is asked for once.
 */
export function contract(name: string, place: () => Promise<Place>): void {
  describe(name, () => {
    const world = worlds(place)
    visitors(world)
    gone(world)
    choices(world)
    repeats(world)
    sites(world)
    log(world)
    long(world)
  })
}
