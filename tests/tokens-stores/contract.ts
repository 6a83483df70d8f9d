/** What refresh tokens do, whatever store they are kept in. */
import { describe } from 'node:test'
import { type Place, worlds } from '../stores/contract/ground.ts'
import { damage } from './contract/damage.ts'
import { ending } from './contract/ending.ts'
import { grounds } from './contract/ground.ts'
import { renewing } from './contract/renewing.ts'
import { reuse } from './contract/reuse.ts'

/** Runs the contract. */
export function contract(name: string, place: () => Promise<Place>): void {
  describe(`refresh tokens in ${name}`, () => {
    const ground = grounds(worlds(place))
    renewing(ground)
    reuse(ground)
    ending(ground)
    damage(ground)
  })
}
