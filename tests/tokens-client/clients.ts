/** A service for each test of a file, and clients of it that go by the service's clock. */
import { afterEach, beforeEach } from 'node:test'
import {
  createTokenClient,
  type TokenClient,
  type TokenClientOptions,
  type TokenStorage,
} from '../../src/tokens-client.ts'
import { PASSWORDS } from '../support/token-service.ts'
import { type ClientWorld, clientWorld } from './service.ts'

export const una: { readonly username: string; readonly password: string } = {
  username: 'una',
  password: PASSWORDS.una ?? '',
}

export interface Clients {
  readonly world: ClientWorld
  /** How often `onLoginRequired` was called. */
  readonly ended: number
  clientOf(change?: Partial<TokenClientOptions>): TokenClient
  signedIn(change?: Partial<TokenClientOptions>): Promise<TokenClient>
  /** Lets seconds pass, for the service and its clients. */
  pass(seconds: number): void
}

export function eachTest(): Clients {
  let world: ClientWorld
  // One for each test: clients of the one before may hear of an end late.
  let counted = { ended: 0 }
  beforeEach(async () => {
    world = await clientWorld()
    counted = { ended: 0 }
  })
  afterEach(() => world.close())
  const clientOf = (change: Partial<TokenClientOptions> = {}): TokenClient => {
    const mine = counted
    return createTokenClient({
      baseUrl: world.origin,
      now: world.service.clock.now,
      onLoginRequired: () => {
        mine.ended += 1
      },
      ...change,
    })
  }
  return {
    get world() {
      return world
    },
    get ended() {
      return counted.ended
    },
    clientOf,
    async signedIn(change) {
      const client = clientOf(change)
      await client.login(una)
      return client
    },
    pass(seconds) {
      world.service.clock.time += seconds
    },
  }
}

/** A storage as the browser's. */
export function storageOf(items: Map<string, string> = new Map()): TokenStorage {
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, text) => items.set(key, text),
    removeItem: (key) => items.delete(key),
  }
}

/** The same over a wait. */
export function slowStorageOf(items: Map<string, string> = new Map()): TokenStorage {
  const { getItem, setItem, removeItem } = storageOf(items)
  const later = () => new Promise((resolve) => setTimeout(resolve, 2))
  return {
    getItem: (key) => later().then(() => getItem(key)),
    setItem: (key, text) => later().then(() => setItem(key, text)),
    removeItem: (key) => later().then(() => removeItem(key)),
  }
}
