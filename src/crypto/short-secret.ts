/** The warning of secrets that Python takes and that are too short. */

/** The shortest secret that nobody finds by trying, in bytes of UTF-8. */
export const MIN_SECRET_BYTES = 16

const warned = new Set<string>()

/**
 * Warns of a secret under 16 bytes; once for each place, so that each is found. No secret is shown.
 *
 * @param place - The class or function, and its option where it has several.
 * @param use - What such a secret does, and what gives it away.
 */
export function warnOfShort(bytes: number, place: string, use: string): void {
  if (bytes >= MIN_SECRET_BYTES || warned.has(place)) return
  warned.add(place)
  const message =
    `${place}: a secret of ${bytes} bytes ${use}: who gets one can find it by trying. ` +
    'Python takes it and so does hallpass; `npx hallpass keys new` makes a better one.'
  // Where there is no process (Workers), there is a console.
  if (typeof process === 'object' && typeof process.emitWarning === 'function') {
    process.emitWarning(message, { type: 'HallpassWarning', code: 'HALLPASS_SHORT_SECRET' })
  } else {
    console.warn(`[hallpass] ${message}`)
  }
}
