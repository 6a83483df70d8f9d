/** Made-up visitors: who they are follows from their number, so that none need be remembered. */
import { hash } from 'node:crypto'
import type { Chain, Link } from './chain.ts'

/** The sites that know them; the ids are those that an empty store gives. */
export const ORIGINS: readonly string[] = [1, 2, 3, 4].map((n) => `https://site-${n}.example`)

const ACCEPTED = { act: 'accept_all', what: 1, performance: true, functionality: true } as const
const REJECTED = { act: 'reject_all', what: 2, performance: false, functionality: false } as const
const SAVED = { act: 'saved', what: 3, performance: true, functionality: false } as const

/** What can be chosen, as often as it is: of ten, six accept and three reject. */
const MIX = [...Array(6).fill(ACCEPTED), ...Array(3).fill(REJECTED), SAVED]

/** The choices as the table `choice` has them; a visitor's is a place in this list, from 1. */
export const CHOICES: readonly string[] = [ACCEPTED, REJECTED, SAVED].map(canonical)

/** The time of the first visitor; one comes each so many milliseconds. */
const FIRST_AT = Date.UTC(2026, 7, 25)
const EVERY_MS = 0.75

/** A visitor as both databases keep them. */
export interface Person {
  readonly uuid: string
  readonly since: number
  readonly updatedAt: number
  /** The number of their newest entry. */
  readonly last: number
  readonly what: number
  readonly sites: string
}

/** An entry as both databases keep it. */
export interface Entry extends Link {
  readonly uuid: string
  readonly prior: number
  readonly site: number
  readonly what: number
}

/** Some visitors, and their entries in the order of the log. */
export interface Batch {
  readonly people: readonly Person[]
  readonly entries: readonly Entry[]
}

/** The id of a visitor: a UUID of version 4. */
export function uuidOf(index: number): string {
  const hex = hash('sha256', String(index))
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`]
  return `${parts.join('-')}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The id of the site that knows a visitor, whatever others do. */
export function siteOf(index: number): number {
  return 1 + (index % ORIGINS.length)
}

/** Visitors from a number to before another; each tenth of them has changed their mind once. */
export function batchOf(chain: Chain, from: number, to: number): Batch {
  const people: Person[] = []
  const entries: Entry[] = []
  const add = (index: number, choice: (typeof MIX)[number], prior: number) => {
    const uuid = uuidOf(index)
    const site = siteOf(index)
    const at = Math.floor(FIRST_AT + index * EVERY_MS)
    const record = `${head(site, choice)}${uuid}"}`
    entries.push({ ...chain.add(at, record), uuid, prior, site, what: choice.what })
    return { uuid, since: at, updatedAt: at, last: chain.seq, what: choice.what }
  }
  for (let index = from; index < to; index++) {
    // Each third was at a second site, too.
    const others = index % 3 === 0 ? `${1 + ((index + 1) % ORIGINS.length)},` : ''
    const sites = `,${siteOf(index)},${others}`
    people.push({ ...add(index, MIX[index % MIX.length], 0), sites })
  }
  for (let index = from; index < to; index += 10) {
    const before = people[index - from]
    if (before === undefined) continue
    const after = add(index, REJECTED, before.last)
    people[index - from] = { ...before, ...after, since: before.since }
  }
  return { people, entries }
}

const heads = new Map<string, string>()

/** The canonical JSON of a record, up to the visitor. */
function head(site: number, choice: (typeof MIX)[number]): string {
  const key = `${site} ${choice.act}`
  const known = heads.get(key)
  if (known !== undefined) return known
  const start = `{"act":"${choice.act}","choices":${canonical(choice)},"kind":"consent"`
  const where = `"origin":"${ORIGINS[site - 1]}","policy":1,"policyShown":true,"site":"${site}"`
  const made = `${start},${where},"visitor":"`
  heads.set(key, made)
  return made
}

function canonical(choice: { performance: boolean; functionality: boolean }): string {
  return `{"functionality":${choice.functionality},"performance":${choice.performance}}`
}

/** How many chose what, by day (since the epoch), site and act. */
export class Rates {
  readonly #counts = new Map<string, number>()

  add({ at, site, what }: Entry): void {
    const key = `${Math.floor(at / 86_400_000)},${site},${what}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** Each with its count at the end. */
  rows(): readonly (readonly [day: number, site: number, act: number, count: number])[] {
    return [...this.#counts].map(([key, count]) => {
      const [day = 0, site = 0, act = 0] = key.split(',').map(Number)
      return [day, site, act, count] as const
    })
  }
}
