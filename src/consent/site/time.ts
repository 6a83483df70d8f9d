/** Times that sites of several languages wrote, and which of two is the earlier. */

const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2}(?::\d{2})?)?$/

/** The longest text that is looked at. */
const MAX_LENGTH = 64

/**
 * Microseconds since the epoch, as Python's `isoformat()` and the wire write them; a time without
 * a zone is taken for UTC, as Python's `utcnow()` means it. Undefined for what is no such time.
 */
export function instantOf(text: string | undefined): number | undefined {
  const parts = text === undefined || text.length > MAX_LENGTH ? null : ISO.exec(text)
  if (parts === null) return undefined
  const [, day, time, fraction = '', zone = 'Z'] = parts
  const seconds = Date.parse(`${day}T${time}${zone}`)
  if (Number.isNaN(seconds)) return undefined
  return seconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/**
 * Whether what the service has is not newer than a time of this browser. Flask sites compare the
 * two as text; the same holds here for texts that mean no time.
 *
 * @param updatedAt - The service's; undefined where nothing was ever chosen.
 */
export function isUnchangedSince(updatedAt: string | undefined, freshness: string): boolean {
  if (updatedAt === undefined) return true
  const [remote, local] = [instantOf(updatedAt), instantOf(freshness)]
  if (remote === undefined || local === undefined) return updatedAt < freshness
  return remote <= local
}

/** The later of two times as text, where the second may mean none. */
export function laterOf(now: string, updatedAt: string | undefined): string {
  const [first, second] = [instantOf(now), instantOf(updatedAt)]
  return updatedAt !== undefined && first !== undefined && second !== undefined && second > first
    ? updatedAt
    : now
}
