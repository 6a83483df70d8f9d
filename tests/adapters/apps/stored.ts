/** The store of the test app that has one; a route of the app can take it down. */
import { HallpassError } from '../../../src/errors.ts'
import type { Sessions } from '../../../src/pass/session-types.ts'
import { memoryStore } from '../../../src/stores/memory/memory.ts'
import type { Store } from '../../../src/stores/store.ts'

/** What of the store is down. */
type Down = 'nothing' | 'writes' | 'all'

interface Shared {
  store?: Store
  down: Down
}

/** Next.js loads what `proxy.ts` needs apart from what its routes need: the process has one of this. */
const shared: Shared = Object.assign(globalThis, {
  hallpassTestStore: Reflect.get(globalThis, 'hallpassTestStore') ?? { down: 'nothing' },
}).hallpassTestStore

/** `pass.sessions` of the app that has them, for its routes. */
export const sessions: { of?: Sessions } = {}

/** Takes the store down, or up again. */
export function takeDown(what: string | null): Down {
  shared.down = what === 'writes' || what === 'all' ? what : 'nothing'
  return shared.down
}

/** The one store of this process. */
export function sharedStore(): Store {
  shared.store ??= failing(memoryStore())
  return shared.store
}

function failing(store: Store): Store {
  const refuse = (...whenDown: readonly Down[]): void => {
    if (whenDown.includes(shared.down))
      throw new HallpassError('store_unavailable', 'The store is down.')
  }
  return {
    ...store,
    async get(key) {
      refuse('all')
      return store.get(key)
    },
    async compareAndSet(...args) {
      // As a server that is asked over a network: the answer has begun by then, where nobody waits.
      await new Promise((resolve) => setTimeout(resolve, 5))
      refuse('all', 'writes')
      return store.compareAndSet(...args)
    },
    async delete(key) {
      refuse('all', 'writes')
      return store.delete(key)
    },
    async list(...args) {
      refuse('all')
      return store.list(...args)
    },
  }
}
