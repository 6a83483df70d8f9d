/** Locks in the memory of the process. */
import type { Claim } from '../engine.ts'
import { unavailable } from '../unavailable.ts'

/** The most locks at once. None is given up for another: two would believe that they hold it. */
const MOST = 10_000

interface Held {
  readonly owner: string
  readonly expiresAt: number
}

/** Times are in milliseconds. */
export class Locks {
  readonly #held = new Map<string, Held>()
  #fence = 0

  /** @throws HallpassError `store_unavailable` when 10,000 are held. */
  acquire({ name, owner }: Claim, ttlMs: number, now: number): number | undefined {
    const held = this.#held.get(name)
    if (held !== undefined && now < held.expiresAt) return undefined
    if (held === undefined && this.#held.size >= MOST) this.#makeRoom(now)
    this.#held.set(name, { owner, expiresAt: now + ttlMs })
    this.#fence += 1
    return this.#fence
  }

  renew(claim: Claim, ttlMs: number, now: number): boolean {
    if (!this.#isHolder(claim, now)) return false
    this.#held.set(claim.name, { owner: claim.owner, expiresAt: now + ttlMs })
    return true
  }

  release(claim: Claim, now: number): boolean {
    return this.#isHolder(claim, now) && this.#held.delete(claim.name)
  }

  clear(): void {
    this.#held.clear()
  }

  #isHolder({ name, owner }: Claim, now: number): boolean {
    const held = this.#held.get(name)
    // Both are of this process, and an owner is random: there is nothing to time.
    return held !== undefined && held.owner === owner && now < held.expiresAt
  }

  #makeRoom(now: number): void {
    for (const [name, { expiresAt }] of this.#held) {
      if (expiresAt <= now) this.#held.delete(name)
    }
    if (this.#held.size >= MOST) throw unavailable('is full')
  }
}
