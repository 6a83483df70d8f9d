/** Workers that are told to stop. */
import type { Logger } from '../../http/ports.ts'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** The workers of this process: it ends when all of them have stopped. */
const running = new Map<() => Promise<void>, Logger>()

/**
 * The first SIGTERM or SIGINT closes all workers and then ends the process, with 0, or 1 where one
 * could not be closed. A second one ends it at once.
 *
 * @returns What is called when a worker was closed by other means.
 */
export function stopOnSignals(close: () => Promise<void>, logger: Logger): () => void {
  if (running.size === 0) for (const name of SIGNALS) process.on(name, stop)
  running.set(close, logger)
  return () => {
    running.delete(close)
    if (running.size === 0) for (const name of SIGNALS) process.off(name, stop)
  }
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  for (const name of SIGNALS) {
    process.off(name, stop)
    process.once(name, () => process.exit(130))
  }
  const all = [...running].map(([close, logger]) => isClosed(close, logger, signal))
  process.exit((await Promise.all(all)).every(Boolean) ? 0 : 1)
}

async function isClosed(
  close: () => Promise<void>,
  logger: Logger,
  signal: NodeJS.Signals,
): Promise<boolean> {
  logger.info('the worker stops', { signal })
  try {
    await close()
    return true
  } catch (error) {
    logger.error('the worker could not stop', { error: String(error) })
    return false
  }
}
