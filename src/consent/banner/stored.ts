/** The choice as cookies keep it. */
import { type Category, type Choices, wireOf } from '../wire/categories.ts'

const EXPLICIT = /^(all|performance|functionality|essential)$/

/**
 * The choice that two cookies stand for; undefined for none, and for `true` and `unset` of old.
 *
 * @param accepted - All values of `_cookies_accepted`: the last that is a choice counts.
 * @param granted - `_cookies_categories`. An old client changes the word alone, so that it holds
 *   for the classic categories where the two disagree.
 */
export function storedChoices(
  accepted: readonly string[],
  granted: string | undefined,
  categories: readonly Category[],
): Choices | undefined {
  const word = accepted.findLast((value) => EXPLICIT.test(value))
  if (word === undefined) return undefined
  const ids = (granted ?? '').split('.')
  const finer = choicesBy(categories, (id) => ids.includes(id))
  if (wireOf(finer, categories) === word) return finer
  // What `choicesOf` says, in fewer bytes.
  return choicesBy(categories, (id, classic) =>
    classic ? word === 'all' || word === classic : ids.includes(id),
  )
}

/** What `value` says of each category that is asked about. */
export function choicesBy<Value>(
  categories: readonly Category[],
  value: (id: string, classic?: string) => Value,
): Readonly<Record<string, Value>> {
  const asked = categories.filter(({ always }) => !always)
  return Object.fromEntries(asked.map(({ id, classic }) => [id, value(id, classic)]))
}

/** The value of `_cookies_categories`. */
export function grantedIds(choices: Choices): string {
  return Object.keys(choices)
    .filter((id) => choices[id])
    .join('.')
}
