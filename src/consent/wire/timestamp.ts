/** Times as Python's `isoformat()` writes them in UTC: Flask sites compare them as text. */

/** The text of a time, with microseconds: `2026-11-24T05:00:00.123000+00:00`. */
export function isoTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000+00:00')
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since the epoch; undefined for what is no such time. */
export function readIsoTimestamp(text: string): number | undefined {
  if (!ISO.test(text)) return undefined
  const milliseconds = Date.parse(text)
  const day = text.slice(0, 10)
  // `Date` takes 31 February for a day of March.
  const isDay = !Number.isNaN(milliseconds) && new Date(day).toISOString().startsWith(day)
  return isDay ? milliseconds : undefined
}
