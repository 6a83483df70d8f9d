/** What happened before the demo began: choices of visitors, day by day. It is made up. */
import { randomUUID } from 'node:crypto'
import type { Choices } from '../../../consent/wire/categories.ts'
import type { Act } from '../../../consent-service/store/port.ts'
import { Random } from './random.ts'
import { type Habit, POLICIES, type SamplePolicy } from './samples.ts'

/** Something that happened. Times are in milliseconds. */
export type Happening =
  | { readonly kind: 'policy'; readonly at: number; readonly policy: SamplePolicy }
  | { readonly kind: 'forget'; readonly at: number; readonly visitor: string }
  | {
      readonly kind: 'choice'
      readonly at: number
      readonly visitor: string
      readonly site: string
      readonly act: Act
      readonly choices: Choices | undefined
    }

/** A site and how its visitors choose. */
export interface HabitOf extends Habit {
  readonly id: string
}

export const DAY = 86_400_000
/** Choices on an average day: 18,500 in 90. */
const A_DAY = 205
/** From Sunday on: people read the paper at work. */
const WEEK = [0.72, 1.14, 1.18, 1.12, 1.09, 0.98, 0.77]
/** How busy each hour is, from midnight UTC on. */
const HOURS = [
  2, 1, 1, 1, 1, 3, 8, 16, 20, 19, 18, 18, 22, 20, 17, 16, 17, 19, 22, 25, 24, 18, 10, 5,
]
/** The Saturday of the regatta is in the week that begins so many days ago. */
const REGATTA = 54
/** How many come who chose before, and how many of these ask to be forgotten. */
const RETURNING = 0.13
const FORGOTTEN = 0.02

/** What happened in the `days` until `now`, in its order. */
export function madeUpHistory(days: number, now: number, sites: readonly HabitOf[]): Happening[] {
  const random = new Random(1871)
  const today = Math.floor(now / DAY) * DAY
  const known: string[] = []
  const happened: Happening[] = []
  for (let ago = days - 1; ago >= 0; ago--) {
    const start = today - ago * DAY
    const isNew = ({ daysAgo }: SamplePolicy) => Math.min(daysAgo, days - 1) === ago
    happened.push(...POLICIES.filter(isNew).map((policy) => policyAt(policy, start)))
    for (const at of momentsOf(random, start, ago)) {
      const site = random.pick(sites)
      if (site === undefined || at > now) continue
      const which = Math.floor(random.next() * known.length)
      const old = random.next() < RETURNING ? known[which] : undefined
      if (old !== undefined && random.next() < FORGOTTEN) {
        happened.push({ kind: 'forget', at, visitor: old })
        known.splice(which, 1)
        continue
      }
      const visitor = old ?? randomUUID()
      if (old === undefined) known.push(visitor)
      happened.push({ kind: 'choice', at, visitor, site: site.id, ...choiceAt(random, site, ago) })
    }
  }
  return happened
}

function policyAt(policy: SamplePolicy, at: number): Happening {
  return { kind: 'policy', at, policy }
}

function momentsOf(random: Random, start: number, ago: number): number[] {
  const weekday = WEEK[new Date(start).getUTCDay()] ?? 1
  const growth = 1.12 - ago / 400
  const busy = isRegatta(new Date(start).getUTCDay(), ago) ? 2.1 : 1
  const asksAgain = POLICIES.some((policy) => policy.material && isSoonAfter(policy.daysAgo, ago))
  const wobble = 0.9 + random.next() * 0.2
  const count = A_DAY * weekday * growth * busy * wobble * (asksAgain ? 1.45 : 1)
  const hours = HOURS.map((weight, hour) => ({ weight, hour }))
  return Array.from({ length: Math.round(count) }, () => {
    const hour = random.pick(hours)?.hour ?? 12
    return start + Math.floor((hour + random.next()) * 3_600_000)
  }).sort((a, b) => a - b)
}

/** The regatta goes on until Sunday, and fills every site. */
function isRegatta(weekday: number, ago: number): boolean {
  const saturday = weekday === 6 ? ago : weekday === 0 ? ago + 1 : 0
  return saturday <= REGATTA && saturday > REGATTA - 7
}

function isSoonAfter(daysAgo: number, ago: number): boolean {
  return ago < daysAgo && ago >= daysAgo - 3
}

function choiceAt(
  random: Random,
  habit: Habit,
  ago: number,
): { act: Act; choices: Choices | undefined } {
  // The second version asks for more, and fewer agree to all of it.
  const accepts =
    habit.accepts - (POLICIES.some((one) => one.material && ago < one.daysAgo) ? 0.05 : 0)
  let chance = random.next()
  const falls = (part: number) => {
    chance -= part
    return chance < 0
  }
  if (falls(habit.signals)) return { act: 'gpc', choices: undefined }
  if (falls(accepts))
    return { act: 'accept_all', choices: { performance: true, functionality: true } }
  if (falls(habit.saves)) {
    const functionality = random.next() < 0.7
    return { act: 'saved', choices: { performance: !functionality, functionality } }
  }
  return { act: 'reject_all', choices: { performance: false, functionality: false } }
}
