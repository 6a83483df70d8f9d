/** A worker that is told to stop. */
import type { Logger } from '../../http/ports.ts'

/** The first SIGTERM or SIGINT closes; a second one ends the process at once. */
export function stopOnSignals(close: () => Promise<void>, logger: Logger): void {
  const stop = (signal: NodeJS.Signals): void => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.off(name, stop)
      process.once(name, () => process.exit(130))
    }
    logger.info('the worker stops', { signal })
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error('the worker could not stop', { error: String(error) })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
}
