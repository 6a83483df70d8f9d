/** Work that must be done in time, whatever becomes of it. */

/** Milliseconds that a request may spend on a service that is not known to be down. */
export const PATIENCE = 1000

/** What `within` throws when the time is over. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

/**
 * The result of `work`, or `OutOfTime` after so many milliseconds: also when the work does not
 * heed its signal. What it does later is ignored.
 */
export async function within<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        const error = new OutOfTime(`not done within ${milliseconds} ms`)
        reject(error)
        controller.abort(error)
      },
      Math.max(0, milliseconds),
    )
  })
  const done = work(controller.signal)
  done.catch(() => {})
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
    // A body that nobody reads any more must not hold its connection.
    controller.abort()
  }
}

/** Time that several steps share. */
export class Budget {
  readonly #ends: number

  constructor(milliseconds: number) {
    this.#ends = performance.now() + milliseconds
  }

  /** Milliseconds that are left; 0 when it is used up. */
  get left(): number {
    return Math.max(0, this.#ends - performance.now())
  }
}
