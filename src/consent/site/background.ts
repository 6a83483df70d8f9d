/** Work in the background, where a runtime has one. */

/**
 * Calls `run` after so many seconds, on a timer that keeps no process alive; the result cancels it.
 * Undefined where there is no such timer: a Worker's module may start none, and what a request
 * started there ends with it.
 *
 * What `run` belongs to is held weakly: an app that is loaded anew (in development) and forgets
 * the old one ends its work, too.
 */
export function after<Owner extends object>(
  owner: Owner,
  run: (owner: Owner) => void,
  seconds: number,
): (() => void) | undefined {
  if (globalThis.navigator?.userAgent === 'Cloudflare-Workers') return undefined
  const held = new WeakRef(owner)
  const timer = setTimeout(() => {
    const alive = held.deref()
    if (alive !== undefined) run(alive)
  }, seconds * 1000)
  if (release(timer)) return () => clearTimeout(timer)
  clearTimeout(timer)
  return undefined
}

/** As much of Deno as is used here: its timers are numbers. */
declare const Deno: { unrefTimer(id: number): void } | undefined

/** Lets the process end although the timer runs; false where that is not possible. */
function release(timer: unknown): boolean {
  if (typeof timer === 'object' && timer !== null) {
    if (!('unref' in timer) || typeof timer.unref !== 'function') return false
    timer.unref()
    return true
  }
  if (typeof timer !== 'number' || typeof Deno === 'undefined') return false
  Deno.unrefTimer(timer)
  return true
}
