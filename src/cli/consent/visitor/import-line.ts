/** A line of what an older service kept. */
import { readIsoTimestamp } from '../../../consent/wire/timestamp.ts'
import { isWireConsent, type WireConsent } from '../../../consent/wire/values.ts'
import { isVisitorId } from '../../../consent-service/uuid.ts'

/** What a visitor chose there. */
export interface Imported {
  readonly visitor: string
  readonly consent: WireConsent
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Milliseconds that another machine's clock may be ahead. */
const AHEAD = 300_000

/**
 * Reads `{"user_uuid","consent","updated_at"}`; further members are passed over.
 *
 * @param now - Milliseconds; a choice cannot be of later.
 * @returns what is wrong with it, in words, where it cannot be used
 */
export function readImportLine(line: string, now: number): Imported | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'no JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no JSON object'
  const member = (name: string): unknown =>
    Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
  const [uuid, consent, updated] = [member('user_uuid'), member('consent'), member('updated_at')]
  const visitor = typeof uuid === 'string' ? uuid.toLowerCase() : ''
  if (!isVisitorId(visitor)) return 'user_uuid is no UUID of version 4'
  if (!isWireConsent(consent)) {
    return 'consent is none of all, performance, functionality, essential, unset'
  }
  // Who was never asked has no time.
  if (consent === 'unset' && (updated === null || updated === undefined)) {
    return { visitor, consent, at: now }
  }
  const at = typeof updated === 'string' ? timeOf(updated) : undefined
  if (at === undefined) return 'updated_at is no time, such as 2026-11-24T05:00:00+00:00'
  if (at > now + AHEAD) return 'updated_at is in the future'
  return { visitor, consent, at: Math.min(at, now) }
}

/** Databases and Python's `isoformat()` leave the zone out where it is UTC, and may put a space. */
function timeOf(text: string): number | undefined {
  const iso = text.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/([+-]\d{2})$/, '$1:00')
  return readIsoTimestamp(iso) ?? readIsoTimestamp(`${iso}Z`)
}
