/** Records choices in PostgreSQL: those that come at the same time in one transaction. */
import { canonicalJson } from '../../log/canonical.ts'
import { type Head, nextEntry } from '../../log/entry.ts'
import { decide } from '../decide.ts'
import { GroupCommit, type Outcome } from '../group-commit.ts'
import type { Change, Known } from '../port.ts'
import { actNumber, dayOf, isUuid, siteNumber, toKnown, type VisitorRow } from '../row.ts'
import { append, appending, type NewEntry, type NewRate } from './chain.ts'
import type { Database, Transaction } from './database.ts'
import { isAboutValue } from './fault.ts'
import type { Names } from './names.ts'
import { rowsOf } from './visitor-row.ts'

type Outcomes = Outcome<Known | undefined>[]

/** The one who appends choices to the log. */
export class Recorder {
  readonly #database: Database
  readonly #names: Names
  readonly #group: GroupCommit<Change, Known | undefined>

  constructor(database: Database, names: Names) {
    this.#database = database
    this.#names = names
    this.#group = new GroupCommit((batch) => this.#commit(batch))
  }

  /** Resolves when it is durable. */
  async record(change: Change): Promise<Known | undefined> {
    return isUuid(change.visitor) ? this.#group.add(change) : undefined
  }

  idle(): Promise<void> {
    return this.#group.idle()
  }

  async #commit(batch: readonly Change[]): Promise<Outcomes> {
    try {
      await this.#names.learn(batch)
      const { outcomes, numbers } = await appending(this.#database, (tx, head) =>
        this.#append(tx, head, batch),
      )
      this.#names.remember(numbers)
      return outcomes
    } catch (error) {
      if (batch.length === 1 || !isAboutValue(error)) throw error
    }
    // One of them cannot be written: the others shall not suffer for it.
    const outcomes: Outcomes = []
    for (const change of batch) {
      const one = this.#commit([change]).catch((error: unknown): Outcomes => [{ error }])
      outcomes.push(...(await one))
    }
    return outcomes
  }

  async #append(tx: Transaction, start: Head, batch: readonly Change[]) {
    const ids = new Set(batch.map(({ visitor }) => visitor))
    const visitors = await rowsOf({ queries: tx, names: this.#names }, [...ids])
    const recorded: Recorded[] = []
    const rates = new Map<string, NewRate>()
    let head = start
    const outcomes = batch.map((change) => {
      const row = visitors.get(change.visitor)
      const decision = decide(change, row)
      if (decision.kind === 'unknown' || row === undefined) return { value: undefined }
      if (decision.kind === 'kept') return { value: toKnown(change.visitor, row) }

      const entry = nextEntry(head, change.at, this.#names.withOrigin(decision.record))
      head = entry
      const after = { ...decision.row, last: entry.seq }
      visitors.set(change.visitor, after)
      recorded.push({ entry, what: actNumber(change.act), prior: row.last, after })
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

function count(rates: Map<string, NewRate>, change: Change): void {
  const { at, act, policy } = change
  const site = siteNumber(change.site ?? '') ?? 0
  const key = [dayOf(at), site, act, policy].join()
  const rate = rates.get(key)
  if (rate !== undefined) rate.count += 1
  else rates.set(key, { day: dayOf(at), site, act: actNumber(act), policy, count: 1 })
}
