/** What sessions in a store do, whatever the store keeps them in. */
import { describe } from 'node:test'
import { type Place, worlds } from '../stores/contract/ground.ts'
import { ends } from './ends.ts'
import { grounds } from './ground.ts'
import { kept } from './kept.ts'
import { races } from './races.ts'

/** @param place - Where stores are made; it is asked for once. */
export function contract(name: string, place: () => Promise<Place>): void {
  describe(`sessions in ${name}`, () => {
    const ground = grounds(worlds(place))
    kept(ground)
    ends(ground)
    races(ground)
  })
}
