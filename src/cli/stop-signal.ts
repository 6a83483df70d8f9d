/** Stopping a program that runs until it is told not to. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** The exit status of a program that Ctrl-C ended. */
const INTERRUPTED = 130
/** A signal this soon after the first (milliseconds) is the same Ctrl-C: npm passes it on too. */
export const SAME_KEY = 300

/** A signal that stops a program. */
export type StopSignal = (typeof SIGNALS)[number]

/** What is needed of `process`. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown
  exit(status: number): unknown
}

/**
 * Resolves at the first signal to stop; a later one ends the process at once.
 *
 * @param signals - Default all three; `SIGHUP` may mean something else to a program.
 */
export function stopSignal(
  source: SignalSource = process,
  nowMs: () => number = () => performance.now(),
  signals: readonly StopSignal[] = SIGNALS,
): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const listener = () => {
      if (first !== undefined && nowMs() - first > SAME_KEY) source.exit(INTERRUPTED)
      first ??= nowMs()
      resolve()
    }
    for (const signal of signals) source.on(signal, listener)
  })
}
