/** Chance that is the same at every start, for data that is made up. */

/** Draws from a sequence that `seed` determines. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** Between 0 and 1, without 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** One of them, each as likely as its weight says. */
  pick<T extends { readonly weight: number }>(from: readonly T[]): T | undefined {
    let left = this.next() * from.reduce((sum, { weight }) => sum + weight, 0)
    return from.find(({ weight }) => {
      left -= weight
      return left < 0
    })
  }
}
