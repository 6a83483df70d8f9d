/** A store that is counted: pages and API record through the same one. */
import type { Act, ConsentStore } from '../store/port.ts'

/**
 * The same store, which tells of every choice and signal that it took.
 *
 * @param onChange - Called after the store has it.
 */
export function countedStore(store: ConsentStore, onChange: (act: Act) => void): ConsentStore {
  const record: ConsentStore['record'] = async (change) => {
    const known = await store.record(change)
    if (known !== undefined) onChange(change.act)
    return known
  }
  const bound = new Map<string | symbol, unknown>([['record', record]])
  return new Proxy(store, {
    get(target, name) {
      if (bound.has(name)) return bound.get(name)
      const value: unknown = Reflect.get(target, name)
      // Bound, since a store may have private members, which a proxy has not.
      if (typeof value !== 'function') return value
      const method: unknown = value.bind(target)
      bound.set(name, method)
      return method
    },
  })
}
