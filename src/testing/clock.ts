/** A clock that stands still until a test moves it. */

/** A clock for tests. Give its `now` to what has an option of that name. */
export interface FakeClock {
  /** Seconds since the epoch. It needs no `this`. */
  readonly now: () => number
  /** Lets so many seconds pass. */
  advance(seconds: number): void
}

/**
 * A clock that stands at `start`, seconds since the epoch; default: the present one, in whole
 * seconds, so that it agrees with servers that have a clock of their own.
 *
 * @example
 * const clock = fakeClock()
 * const pass = createHallpass({ ...options, now: clock.now })
 * clock.advance(3600)
 */
export function fakeClock(start: number = Math.floor(Date.now() / 1000)): FakeClock {
  let time = start
  return {
    now: () => time,
    advance(seconds) {
      time += seconds
    },
  }
}
