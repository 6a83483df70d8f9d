/** What the tabs of one origin share: a lock, and word of changes. Each where the platform has it. */

/** For how long a tab waits for another one's renewal, in milliseconds. */
const LOCK_WAIT = 15_000

/**
 * For how long the lock is kept after the work, in milliseconds: what one tab writes into a
 * storage of the browser comes to another one's process a little later.
 */
const LINGER = 100

/**
 * Runs `work` while no other tab runs it. Without locks, and when one is held for too long, it
 * runs all the same: a refresh token that comes twice gets the same answer twice.
 *
 * @param work - Must not reject. It learns whether it had to wait for another tab.
 */
export function alone<Result>(
  name: string,
  work: (waited: boolean) => Promise<Result>,
): Promise<Result> {
  const locks: LockManager | undefined = globalThis.navigator?.locks
  if (locks === undefined) return work(false)
  return new Promise((resolve) => {
    let running: Promise<Result> | undefined
    const run = (waited: boolean): Promise<Result> => {
      running ??= work(waited)
      void running.then(resolve)
      return running
    }
    const hold = (waited: boolean) => run(waited).then(() => pause(LINGER))
    const atOnce = (lock: Lock | null) => lock !== null && hold(false).then(() => true)
    locks
      .request(name, { ifAvailable: true }, atOnce)
      .then((had) => {
        const signal = AbortSignal.timeout(LOCK_WAIT)
        return had ? undefined : locks.request(name, { signal }, () => hold(true))
      })
      .catch(() => run(true))
  })
}

/** @param time - Milliseconds. */
export function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time))
}

/** Word of changes, to and from the other tabs. */
export interface Tabs {
  /** Tells the others that something changed. */
  tell(): void
}

/** @param heard - Called when another tab says that something changed. */
export function tabsAt(name: string, heard: () => void): Tabs {
  // A storage of the browser says itself when a change has come here; others do not.
  if (typeof globalThis.addEventListener === 'function') {
    globalThis.addEventListener('storage', heard)
  }
  if (typeof BroadcastChannel !== 'function') return { tell() {} }
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', heard)
  // In Node a channel would keep the process running.
  if ('unref' in channel && typeof channel.unref === 'function') channel.unref()
  return { tell: () => channel.postMessage('') }
}
