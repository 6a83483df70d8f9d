/** What every `mount` asks of its first argument. */
import { HallpassError } from '../errors.ts'

/**
 * Refuses what `createHallpass` did not return: nothing at all, or the request of a framework
 * that was given `mount` itself.
 *
 * @throws `invalid_config`
 */
export function checkPass(pass: unknown): void {
  const isObject = typeof pass === 'object' && pass !== null
  if (isObject && 'handle' in pass && typeof pass.handle === 'function') return
  const message = 'mount needs what createHallpass returned: mount(pass)'
  throw new HallpassError('invalid_config', message)
}
