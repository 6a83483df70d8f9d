/** What is cleared away as time goes by, a little whenever codes are made. */

/** Every so many codes. */
export const PURGE_EVERY = 100

/** So many dead codes go at once. */
export const MOST_CODES = 200

/** How long after its end a code goes, in milliseconds. */
const CODE_KEPT_MS = 60_000

/**
 * So many visitors are looked at, in the order of their ids, from one turn to the next. So those
 * without a record are found without an index, which would make every choice dearer.
 */
export const LOOKED_AT = 500

/** How long a visitor without any record is kept, in milliseconds. */
const WITHOUT_RECORD_MS = 30 * 86_400_000

/** What is older goes. */
export interface Before {
  readonly code: number
  readonly visitor: number
}

/** @param expiresAt - The end of a code that is made now. */
export function purgeBefore(expiresAt: number): Before {
  return { code: expiresAt - 2 * CODE_KEPT_MS, visitor: expiresAt - WITHOUT_RECORD_MS }
}
