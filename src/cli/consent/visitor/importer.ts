/** Records one line of an older service after another. */
import { CLASSIC_CATEGORIES, choicesOf } from '../../../consent/wire/categories.ts'
import type { ConsentStore, Policy, Site } from '../../../consent-service/store/port.ts'
import { readImportLine } from './import-line.ts'

/** What became of a line; a sentence says why it could not be used. */
export type Outcome = 'taken' | 'kept' | 'unset' | { readonly fault: string }

/** Takes the visitors of an older service over to these sites. */
export class Importer {
  readonly #store: ConsentStore
  readonly #sites: readonly Site[]
  readonly #policy: Pick<Policy, 'version' | 'categories'>

  /** @param policy - The version in force; undefined before the first. */
  constructor(store: ConsentStore, sites: readonly Site[], policy: Policy | undefined) {
    this.#store = store
    this.#sites = sites
    this.#policy = policy ?? { version: 0, categories: CLASSIC_CATEGORIES }
  }

  /** Uses one line. It resolves when what it says is durable. */
  async take(line: string, now: number): Promise<Outcome> {
    const read = readImportLine(line, now)
    if (typeof read === 'string') return { fault: read }
    const { visitor, consent, at } = read
    // Known from now on: who has no record for long is cleared away.
    for (const { id } of this.#sites) await this.#store.know(visitor, id, now)
    if (consent === 'unset') return 'unset'
    const before = (await this.#store.visitor(visitor))?.choice
    if (before !== undefined && before.updatedAt >= at) return 'kept'
    const after = await this.#store.record({
      visitor,
      // Where it was chosen is known only when it can have been one.
      site: this.#sites.length === 1 ? this.#sites[0]?.id : undefined,
      choices: choicesOf(consent, this.#policy.categories, before?.choices),
      act: 'import',
      policy: this.#policy.version,
      policyShown: false,
      at,
      received: now,
    })
    if (after === undefined) return { fault: 'the visitor was forgotten at the same time' }
    // A line of the same file may have been faster.
    return after.choice?.updatedAt === at ? 'taken' : 'kept'
  }
}
