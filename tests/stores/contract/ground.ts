/** What every test of a store starts from. */
import { randomUUID } from 'node:crypto'
import { after, afterEach, before } from 'node:test'
import type { Store } from '../../../src/stores/store.ts'

/** Where stores are kept. */
export interface Place {
  /** Another store; two of the same space keep the same things. */
  open(space: string): Promise<Store>
  /** Lets time pass, in seconds; a store whose server has a clock of its own is waited for. */
  pass(seconds: number): Promise<void>
  /** Whether `pass` moves a clock of ours: time then stands still but for it. */
  readonly movesClock: boolean
  /** How often a property is tried there. */
  readonly runs: number
  remove(): Promise<void>
}

/** A store of its own for a test. */
export interface World {
  readonly store: Store
  /** Another store on the same data, as another process has one. */
  another(): Promise<Store>
  pass(seconds: number): Promise<void>
}

/** Long enough that nothing of it is over while a test runs, in seconds. */
export const LONG = 600

/** Gives worlds, and closes what was opened in them. */
export interface Worlds {
  (): Promise<World>
  /** For what needs the place itself. */
  readonly place: () => Place
}

export function worlds(make: () => Promise<Place>): Worlds {
  const opened: Store[] = []
  let place: Place | undefined
  before(async () => {
    place = await make()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()))
  })
  after(() => place?.remove())

  const placed = () => {
    if (place === undefined) throw new Error('no place yet')
    return place
  }
  const world = async (): Promise<World> => {
    const space = randomUUID()
    const another = async () => {
      const store = await placed().open(space)
      opened.push(store)
      return store
    }
    return { store: await another(), another, pass: (seconds) => placed().pass(seconds) }
  }
  return Object.assign(world, { place: placed })
}
