/** What short numbers in the tables stand for. It never changes, so it is remembered. */

import type { MaybePromise } from '../../../http/exchange.ts'
import type { Change, LogRecord } from '../port.ts'
import { siteNumber } from '../row.ts'
import type { Database, Queries } from './database.ts'

/** So many choices are remembered; a service has a handful. */
const MOST = 10_000

/** The numbers of choices, and the origins of sites. */
export class Names {
  readonly #database: Database
  readonly #choices = new Map<string, number>()
  readonly #texts = new Map<number, string>()
  readonly #origins = new Map<number, string>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Finds out where the changes were made, before their transaction begins. */
  async learn(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      const site = siteNumber(change.site ?? '')
      if (site !== undefined && !this.#origins.has(site)) await this.#learnOrigin(site)
    }
  }

  /**
   * The numbers of choices, by their canonical JSON. New ones are given a number in the
   * transaction: after its commit, `remember` them.
   */
  async numbers(tx: Queries, choices: Iterable<string>): Promise<Map<string, number>> {
    const numbers = new Map<string, number>()
    for (const text of new Set(choices)) {
      numbers.set(text, this.#choices.get(text) ?? (await numberOf(tx, text)))
    }
    return numbers
  }

  remember(numbers: ReadonlyMap<string, number>): void {
    if (this.#choices.size > MOST) this.#choices.clear()
    for (const [text, number] of numbers) this.#choices.set(text, number)
  }

  /**
   * The canonical JSON of choices by their number; null for 0, which is before any choice. It waits
   * for the database only at the first time.
   */
  text(queries: Queries, id: number): MaybePromise<string | null> {
    return id === 0 ? null : (this.#texts.get(id) ?? this.#learnText(queries, id))
  }

  withOrigin(record: LogRecord): LogRecord {
    const origin = this.#origins.get(siteNumber(record.site ?? '') ?? 0)
    return origin === undefined ? record : { ...record, origin }
  }

  async #learnOrigin(site: number): Promise<void> {
    const sql = 'SELECT origin FROM hallpass_site WHERE id = $1'
    const [row] = await this.#database.query<{ origin: string }>(sql, [site])
    if (row !== undefined) this.#origins.set(site, row.origin)
  }

  async #learnText(queries: Queries, id: number): Promise<string | null> {
    const sql = 'SELECT choices FROM hallpass_choice WHERE id = $1'
    const [row] = await queries.query<{ choices: string }>(sql, [id])
    if (row === undefined) return null
    if (this.#texts.size > MOST) this.#texts.clear()
    this.#texts.set(id, row.choices)
    return row.choices
  }
}

async function numberOf(tx: Queries, choices: string): Promise<number> {
  const add = 'INSERT INTO hallpass_choice (choices) VALUES ($1) ON CONFLICT DO NOTHING'
  await tx.query(add, [choices])
  const sql = 'SELECT id FROM hallpass_choice WHERE choices = $1'
  const [row] = await tx.query<{ id: number }>(sql, [choices])
  if (row === undefined) throw new Error('new choices are not there')
  return row.id
}
