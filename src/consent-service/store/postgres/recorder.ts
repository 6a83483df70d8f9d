/** Records choices in PostgreSQL: those that come at the same time in one transaction. */

import { GroupCommit, type Outcome } from '../../../stores/group-commit.ts'
import { canonicalJson } from '../../log/canonical.ts'
import { type Head, nextEntry, type WholeEntry } from '../../log/entry.ts'
import { countedAt, decide, type LastEntry } from '../decide.ts'
import type { Change, Known } from '../port.ts'
import { actNumber, dayOf, isUuid, siteNumber, toKnown, type VisitorRow } from '../row.ts'
import { unavailable } from '../unavailable.ts'
import { append, appending, move, type NewEntry, type NewRate } from './chain.ts'
import type { Database, Transaction } from './database.ts'
import { isAboutValue } from './fault.ts'
import type { Names } from './names.ts'
import { rowsOf, type Standing } from './visitor-row.ts'

type Outcomes = Outcome<Known | undefined>[]

/** The one who appends choices to the log. */
export class Recorder {
  readonly #database: Database
  readonly #names: Names
  readonly #group: GroupCommit<Change, Known | undefined>

  constructor(database: Database, names: Names) {
    this.#database = database
    this.#names = names
    this.#group = new GroupCommit((batch, deadline) => this.#commit(batch, deadline), unavailable)
  }

  /** Resolves when it is durable. */
  async record(change: Change): Promise<Known | undefined> {
    return isUuid(change.visitor) ? this.#group.add(change) : undefined
  }

  idle(): Promise<void> {
    return this.#group.idle()
  }

  async #commit(batch: readonly Change[], deadline: number): Promise<Outcomes> {
    try {
      await this.#names.learn(batch)
      const { outcomes, numbers } = await appending(
        this.#database,
        (tx, head) => this.#append(tx, head, batch),
        deadline,
      )
      this.#names.remember(numbers)
      return outcomes
    } catch (error) {
      if (!isAboutValue(error)) throw error
      if (batch.length === 1) return [{ error }]
    }
    // One of them cannot be written: the others shall not suffer for it.
    const outcomes: Outcomes = []
    for (const change of batch) {
      const one = this.#commit([change], deadline).catch((error: unknown): Outcomes => [{ error }])
      outcomes.push(...(await one))
    }
    return outcomes
  }

  async #append(tx: Transaction, start: Head, batch: readonly Change[]) {
    const ids = new Set(batch.map(({ visitor }) => visitor))
    const visitors = await rowsOf({ queries: tx, names: this.#names }, [...ids])
    const recorded: Recorded[] = []
    const repeated = new Set<string>()
    const rates = new Map<string, NewRate>()
    let head = start
    const outcomes = batch.map((change) => {
      const { row, last } = visitors.get(change.visitor) ?? {}
      const decision = decide(change, row, last)
      if (decision.kind === 'unknown' || row === undefined) return { value: undefined }
      if (decision.kind === 'kept') return { value: toKnown(change.visitor, row) }
      if (decision.kind === 'repeated') {
        repeated.add(change.visitor)
        visitors.set(change.visitor, { row: decision.row, last })
        return { value: toKnown(change.visitor, decision.row) }
      }
      const entry = nextEntry(head, change.at, this.#names.withOrigin(decision.record))
      head = entry
      const after = { ...decision.row, last: entry.seq }
      const what = actNumber(change.act)
      visitors.set(change.visitor, { row: after, last: lastOf(entry, what) })
      recorded.push({ entry, what, prior: row.last, after })
      count(rates, change)
      return { value: toKnown(change.visitor, after) }
    })
    const numbers = await this.#names.numbers(tx, recorded.flatMap(choicesIn))
    const numbered = recorded.map((one): NewEntry => {
      const chosen = one.entry.record.choices
      return {
        ...one,
        choices: chosen === undefined ? 0 : (numbers.get(canonicalJson(chosen)) ?? 0),
        after: { ...one.after, choice_id: numbers.get(one.after.choices ?? '') ?? 0 },
      }
    })
    await append(tx, numbered, [...rates.values()])
    await move(
      tx,
      [...repeated].flatMap((uuid) => timeOf(uuid, visitors)),
    )
    return { outcomes, numbers }
  }
}

/** What is recorded, before its choices have numbers. */
type Recorded = Omit<NewEntry, 'choices' | 'after'> & { readonly after: VisitorRow }

/** The choices of an entry, and those that the visitor has after it. */
function choicesIn({ entry, after }: Recorded): string[] {
  const { choices } = entry.record
  return [
    ...(choices === undefined ? [] : [canonicalJson(choices)]),
    ...(after.choices === null ? [] : [after.choices]),
  ]
}

/** A new entry as the next change sees it. */
function lastOf({ at, record }: WholeEntry, what: number): LastEntry {
  return {
    at,
    received: record.received ?? null,
    what,
    policy: record.policy ?? 0,
    shown: record.policyShown === true ? 1 : 0,
    site: siteNumber(record.site ?? '') ?? 0,
  }
}

function timeOf(uuid: string, visitors: ReadonlyMap<string, Standing>) {
  const row = visitors.get(uuid)?.row
  return row === undefined ? [] : [{ uuid, updated_at: row.updated_at }]
}

function count(rates: Map<string, NewRate>, change: Change): void {
  const { act, policy } = change
  const day = dayOf(countedAt(change))
  const site = siteNumber(change.site ?? '') ?? 0
  const key = [day, site, act, policy].join()
  const rate = rates.get(key)
  if (rate !== undefined) rate.count += 1
  else rates.set(key, { day, site, act: actNumber(act), policy, count: 1 })
}
