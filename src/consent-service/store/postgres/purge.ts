/** Clears away dead codes and visitors without any record. */
import { randomUUID } from 'node:crypto'
import { type Before, LOOKED_AT, MOST_CODES } from '../purge.ts'
import { appending } from './chain.ts'
import type { Database } from './database.ts'

const CODES = `
  DELETE FROM hallpass_code WHERE hash IN (
    SELECT hash FROM hallpass_code WHERE expires_at < $1
    ORDER BY expires_at LIMIT ${MOST_CODES} FOR UPDATE SKIP LOCKED)`

const LOOK = `
  SELECT uuid, last = 0 AND since < $2 AS idle FROM hallpass_visitor WHERE uuid > $1
  ORDER BY uuid LIMIT ${LOOKED_AT}`

/** While nobody else can append to the log: none of them gets a record meanwhile. */
const DROP = `
  WITH dropped AS (
    DELETE FROM hallpass_visitor WHERE uuid = ANY($1::uuid[]) AND last = 0 RETURNING uuid
  ), codes AS (
    DELETE FROM hallpass_code WHERE visitor IN (SELECT uuid FROM dropped)
  )
  UPDATE hallpass_tally SET visitors = visitors - (SELECT count(*) FROM dropped) WHERE slot = 0`

const NIL = '00000000-0000-0000-0000-000000000000'

/** Goes round all visitors, a few at each turn. */
export class Purge {
  readonly #database: Database
  /** A process that is often started anew must not begin with the same ones each time. */
  #after: string = randomUUID()

  constructor(database: Database) {
    this.#database = database
  }

  /** One turn. */
  async run(before: Before): Promise<void> {
    await this.#database.query(CODES, [before.code])
    const values = [this.#after, before.visitor]
    const visitors = await this.#database.query<{ uuid: string; idle: boolean }>(LOOK, values)
    this.#after = (visitors.length < LOOKED_AT ? undefined : visitors.at(-1)?.uuid) ?? NIL
    const idle = visitors.flatMap(({ uuid, idle }) => (idle ? [uuid] : []))
    if (idle.length > 0) await appending(this.#database, (tx) => tx.query(DROP, [idle]))
  }
}
