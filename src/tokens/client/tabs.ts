/** What the tabs of one origin share: a lock, and word of changes. Each where the platform has it. */

/** For how long a tab waits for another one's renewal, in milliseconds. */
const LOCK_WAIT = 15_000

/**
 * Runs `work` while no other tab runs it. Without locks, and when one is held for too long, it
 * runs all the same: a refresh token that comes twice gets the same answer twice.
 *
 * @param work - Must not reject.
 */
export async function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const locks: LockManager | undefined = globalThis.navigator?.locks
  if (locks === undefined) return work()
  let running: Promise<Result> | undefined
  const start = () => {
    running = work()
    return running
  }
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(LOCK_WAIT) }, start)
  } catch {
    return running ?? work()
  }
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
