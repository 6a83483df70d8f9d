/** JSON that came from a stranger, before anything walks through it. */
import { HallpassError } from '../errors.ts'

/** Lists and objects in one another. Schemas and `JSON.stringify` call themselves for each. */
const MAX_DEPTH = 128

/**
 * The value, without members that are called `__proto__`: a later copy of an object would take one
 * for its prototype. It is changed in place.
 *
 * @throws HallpassError `bad_request` for what is nested more than 128 levels deep
 * @example
 * tameJson(JSON.parse(text))
 */
export function tameJson(value: unknown): unknown {
  // Level by level and not by recursion, which is what is to be kept from happening.
  let level = objectsIn([value])
  for (let depth = 0; level.size > 0; depth += 1) {
    if (depth === MAX_DEPTH) throw tooDeep()
    const next = new Set<object>()
    for (const one of level) {
      Reflect.deleteProperty(one, '__proto__')
      objectsIn(Object.values(one), next)
    }
    level = next
  }
  return value
}

/** What is said of JSON that is nested too deeply. */
export function tooDeep(): HallpassError {
  return new HallpassError('bad_request', 'The JSON of the request is nested too deeply.')
}

function objectsIn(values: readonly unknown[], found: Set<object> = new Set()): Set<object> {
  for (const value of values) {
    if (typeof value === 'object' && value !== null) found.add(value)
  }
  return found
}
