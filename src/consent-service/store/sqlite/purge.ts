/** Clears away dead codes and visitors without any record. */
import { randomBytes } from 'node:crypto'
import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import { type Before, LOOKED_AT, MOST_CODES } from '../purge.ts'

const ALL_AFTER = Buffer.alloc(16)

/** Goes round all visitors, a few at each turn. */
export class Purge {
  readonly #file: SqliteFile
  /** A process that is often started anew must not begin with the same ones each time. */
  #after: Uint8Array = randomBytes(16)

  constructor(file: SqliteFile) {
    this.#file = file
  }

  /** One turn, in a transaction. */
  run(before: Before): void {
    const dead = 'SELECT hash FROM code WHERE expires_at < ? ORDER BY expires_at LIMIT ?'
    this.#file.run(`DELETE FROM code WHERE hash IN (${dead})`, before.code, MOST_CODES)
    const visitors = this.#file.all<{ uuid: Uint8Array; last: number; since: number }>(
      'SELECT uuid, last, since FROM visitor WHERE uuid > ? ORDER BY uuid LIMIT ?',
      this.#after,
      LOOKED_AT,
    )
    for (const { uuid, last, since } of visitors) {
      if (last === 0 && since < before.visitor) this.#drop(uuid)
    }
    const end = visitors.length < LOOKED_AT ? ALL_AFTER : visitors.at(-1)?.uuid
    this.#after = end ?? ALL_AFTER
  }

  #drop(uuid: Uint8Array): void {
    this.#file.run('DELETE FROM visitor WHERE uuid = ?', uuid)
    this.#file.run('DELETE FROM code WHERE visitor = ?', uuid)
    this.#file.run('UPDATE head SET visitors = visitors - 1')
  }
}
