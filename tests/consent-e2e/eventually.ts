/** Waiting for what comes by itself. */
import { setTimeout as pause } from 'node:timers/promises'

/** Longer than the 15 seconds after which a site asks its service again. */
const LIMIT = 40_000

/** Waits until something holds. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + LIMIT
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never came that ${what}`)
    await pause(25)
  }
}
