/** What is said while a guard is made: with the names of the environment instead of the options. */
import type { Logger } from '../http/ports.ts'
import { inEnvironment } from './names.ts'

/**
 * The logger for `createHallpass`, until `started` is called: afterwards every line goes through as
 * it is.
 *
 * @param isNamed - Whether an option is one of the environment; otherwise it is the file's.
 */
export function startingLogger(
  logger: Logger,
  isNamed: (option: string) => boolean,
): { readonly logger: Logger; started(): void } {
  let starting = true
  const named = (message: string) => {
    const [option = ''] = message.split(' ', 1)
    if (!isNamed(option)) return `HALLPASS_CONFIG: ${message}`
    return inEnvironment(message)
      .replace(/\{ path: '(\S+)', access: 'public' \}/, '"$1 public"')
      .replace('guard.rules', 'HALLPASS_RULES')
  }
  return {
    logger: {
      info: (message, fields) => logger.info(message, fields),
      warn: (message, fields) => logger.warn(starting ? named(message) : message, fields),
      error: (message, fields) => logger.error(message, fields),
    },
    started() {
      starting = false
    },
  }
}
