/** What a guard found of a request, kept by the request itself. */
import { placesOf } from './request-places.ts'

/** A request that can keep something. */
interface Keeper {
  [key: symbol]: unknown
}

/**
 * Notes of one guard. They hang on the requests under a symbol that nobody else has: a `WeakMap`
 * costs the garbage collector a microsecond for each request.
 */
export class RequestNotes<Found> {
  readonly #key = Symbol('hallpass')

  set(request: object, found: Found): void {
    if (canKeep(request)) request[this.#key] = new Note(found)
  }

  /** What was found, also where the framework has a request of its own around it. */
  get(request: object): Found | undefined {
    for (const place of placesOf(request)) {
      const note: unknown = Reflect.get(place, this.#key)
      // Under this key there are only notes of this guard.
      if (note instanceof Note) return note.found
    }
    return undefined
  }
}

/** Who prints a request into a log must not print this: it may be a token. */
class Note<Found> {
  readonly #found: Found

  constructor(found: Found) {
    this.#found = found
  }

  get found(): Found {
    return this.#found
  }
}

function canKeep(request: object): request is Keeper {
  return Object.isExtensible(request)
}
