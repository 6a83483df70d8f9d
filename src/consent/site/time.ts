/** Times that sites of several languages wrote, and which of two is the earlier. */
import { isoTimestamp } from '../wire/timestamp.ts'

const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2}(?::\d{2})?)?$/

/** What our own parts and Python write, which is nearly always: it is read without its parts. */
const OWN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00$/

/** The longest text that is looked at. */
const MAX_LENGTH = 64

/**
 * Microseconds since the epoch, as Python's `isoformat()` and the wire write them; a time without
 * a zone is taken for UTC, as Python's `utcnow()` means it. Undefined for what is no such time.
 */
export function instantOf(text: string | undefined): number | undefined {
  if (text === undefined || text.length > MAX_LENGTH) return undefined
  if (OWN.test(text)) {
    const milliseconds = Date.parse(`${text.slice(0, 23)}Z`)
    return Number.isNaN(milliseconds) ? undefined : milliseconds * 1000 + Number(text.slice(23, 26))
  }
  const parts = ISO.exec(text)
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

/**
 * When a choice was made, as our service reads it: in UTC with a zone, which cookies of older
 * browsers and sites may lack, and no microsecond earlier.
 *
 * It is after what the service has: of two that were made at the same time it would keep its own.
 *
 * @param chosenAt - Undefined, or no time, for now.
 * @param updatedAt - The service's; undefined where nothing was ever chosen.
 * @param now - Seconds since the epoch.
 */
export function chosenAfter(
  chosenAt: string | undefined,
  updatedAt: string | undefined,
  now: number,
): string {
  const chosen = instantOf(chosenAt) ?? Math.round(now * 1000) * 1000
  const updated = instantOf(updatedAt) ?? Number.NEGATIVE_INFINITY
  return isoTimestamp(Math.max(Math.ceil(chosen / 1000), Math.floor(updated / 1000) + 1))
}
