/** Categories of consent, and the classic word that stands for a choice among them. */
import type { WireConsent } from './values.ts'

/** What visitors agree to or refuse as one. */
export interface Category {
  /** Lower case letters, digits, `-` and `_`. */
  readonly id: string
  /** The classic category that old clients know it by; without it they do not speak for it. */
  readonly classic?: 'performance' | 'functionality'
  /** Needed for the site to work at all: nobody is asked. */
  readonly always?: boolean
  /** What a person reads; without it the banner's own words for a classic one, else the id. */
  readonly title?: string
  readonly description?: string
}

/** The three that every client knows. */
export const CLASSIC_CATEGORIES: readonly Category[] = [
  { id: 'essential', always: true },
  { id: 'performance', classic: 'performance' },
  { id: 'functionality', classic: 'functionality' },
]

/** What a visitor said, by the id of each category that is asked about. */
export type Choices = Readonly<Record<string, boolean>>

/**
 * The classic word for a choice; it never grants more than was chosen.
 *
 * @param choices - Undefined before any choice.
 */
export function wireOf(choices: Choices | undefined, categories: readonly Category[]): WireConsent {
  if (choices === undefined) return 'unset'
  const granted = (id: string) => Object.hasOwn(choices, id) && choices[id] === true
  const whole = (classic: 'performance' | 'functionality') => {
    const those = categories.filter((one) => one.classic === classic)
    // Of what nobody was asked about, nothing was granted.
    return those.length > 0 && those.every(({ id }) => granted(id))
  }
  const [performance, functionality] = [whole('performance'), whole('functionality')]
  if (performance && functionality) return 'all'
  if (performance) return 'performance'
  return functionality ? 'functionality' : 'essential'
}

/**
 * The choice that a classic word stands for. It speaks for the categories that old clients know;
 * the others keep what was chosen before, and are refused where nothing was.
 */
export function choicesOf(
  wire: Exclude<WireConsent, 'unset'>,
  categories: readonly Category[],
  previous: Choices = {},
): Choices {
  const asked = categories.filter((one) => one.always !== true)
  return Object.fromEntries(
    asked.map(({ id, classic }) => {
      const kept = Object.hasOwn(previous, id) && previous[id] === true
      return [id, classic === undefined ? kept : wire === 'all' || wire === classic]
    }),
  )
}
