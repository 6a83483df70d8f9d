/** What became of the lines of an import. */
import { count, counted } from '../../../consent-service/counted.ts'
import type { Outcome } from './importer.ts'

/** Bad lines that are named; a file of another kind has nothing else. */
const NAMED = 20

/** Counts, and names what could not be used. */
export class ImportCount {
  lines = 0
  bad = 0
  #taken = 0
  #kept = 0
  #unset = 0
  readonly #named: string[] = []

  /** @param number - The line's, from 1. */
  add(outcome: Outcome, number: number): void {
    this.lines += 1
    if (outcome === 'taken') this.#taken += 1
    else if (outcome === 'kept') this.#kept += 1
    else if (outcome === 'unset') this.#unset += 1
    else {
      this.bad += 1
      if (this.#named.length < NAMED) this.#named.push(`line ${number}: ${outcome.fault}`)
    }
  }

  /** One line for a person. */
  text(): string {
    const parts = [
      counted(this.lines, 'line', 'lines'),
      `${count(this.#taken)} taken over`,
      `${count(this.#kept)} here already`,
    ]
    if (this.#unset > 0) parts.push(`${count(this.#unset)} without a choice`)
    if (this.bad > 0) parts.push(`${count(this.bad)} not used`)
    return `${parts.join(', ')}\n`
  }

  /** The lines that could not be used, and why; empty when all were. */
  badText(): string {
    const more = this.bad - this.#named.length
    const lines = more > 0 ? [...this.#named, `and ${counted(more, 'more', 'more')}`] : this.#named
    return lines.map((line) => `hallpass: ${line}\n`).join('')
  }
}
