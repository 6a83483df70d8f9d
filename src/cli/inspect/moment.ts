/** Times, as a person reads them. */

/** A time, and how far away it is. Both are seconds since the epoch. */
export function moment(seconds: number, now: number): string {
  const iso = isoOf(seconds)
  if (iso === undefined) return `${seconds}, which is no time`
  const distance = spoken(Math.abs(now - seconds))
  return `${iso} (${seconds <= now ? `${distance} ago` : `in ${distance}`})`
}

/** A time in UTC; undefined for what is none. */
export function isoOf(seconds: number): string | undefined {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.\d+Z$/, 'Z')
}

const UNITS = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A length of time in the largest unit of which there are two, or in one day or year. */
export function spoken(seconds: number): string {
  const whole = Math.floor(seconds)
  for (const [unit, size] of UNITS) {
    const count = Math.floor(whole / size)
    const isLong = unit === 'year' || unit === 'day'
    if (count >= 2 || (count === 1 && isLong)) return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return `${whole} second${whole === 1 ? '' : 's'}`
}
