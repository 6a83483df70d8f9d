/** What a browser's cookies say about a choice, read as what anybody may have written. */
import { type Category, type Choices, choicesOf, wireOf } from '../wire/categories.ts'
import {
  ACCEPTED_COOKIE,
  CATEGORIES_COOKIE,
  FRESHNESS_COOKIE,
  OFFLINE_COOKIE,
} from '../wire/cookies.ts'
import { isWireConsent, type WireConsent } from '../wire/values.ts'

/** A word that stands for a choice. */
export type ChosenWord = Exclude<WireConsent, 'unset'>

/** What the cookies say. */
export interface Kept {
  /** Undefined before any choice. Worked out each time that it is read. */
  readonly choices: Choices | undefined
  /** Whether `_cookies_accepted` is there with one of the five words. */
  readonly answered: boolean
  /** When the choice was last in step with the service, as text; perhaps of no meaning. */
  readonly freshness: string | undefined
  /** It was made while the service was down. */
  readonly offline: boolean
  /** Whether a part of hallpass wrote it: Flask and `cookie-policy` know the word alone. */
  readonly ours: boolean
}

/** The longest list of categories that is looked at, in characters. */
const MAX_LIST = 2048

/** Reads a `Cookie` header. Never throws. */
export function readKept(header: string, categories: readonly Category[]): Kept {
  const words = valuesOf(header, ACCEPTED_COOKIE)
  const granted = only(valuesOf(header, CATEGORIES_COOKIE))
  const freshness = only(valuesOf(header, FRESHNESS_COOKIE))
  const offline = valuesOf(header, OFFLINE_COOKIE).some((value) => value !== '')
  return {
    // Most pages ask only whether there is one.
    get choices() {
      return strictest(words.map((word) => choicesOfCookies(word, granted, categories)))
    },
    answered: words.length > 0 && words.every(isWireConsent),
    freshness: freshness && percentDecoded(freshness),
    offline,
    ours: granted !== undefined,
  }
}

/**
 * The choice that the two cookies stand for. A client that knows the classic words alone changes
 * the word and leaves the list, so that where they differ the word holds for what it speaks for.
 */
function choicesOfCookies(
  word: string | undefined,
  granted: string | undefined,
  categories: readonly Category[],
): Choices | undefined {
  if (!isChosen(word)) return undefined
  const ids = new Set(granted === undefined || granted.length > MAX_LIST ? [] : granted.split('.'))
  const asked = categories.filter((one) => one.always !== true)
  const finer = Object.fromEntries(asked.map(({ id }) => [id, ids.has(id)]))
  return wireOf(finer, categories) === word ? finer : choicesOf(word, categories, finer)
}

/** The value of `_cookies_categories`. */
export function grantedList(choices: Choices): string {
  return Object.keys(choices)
    .filter((id) => choices[id] === true)
    .join('.')
}

/** Whether it is a word for a choice that was made. */
function isChosen(word: unknown): word is ChosenWord {
  return isWireConsent(word) && word !== 'unset'
}

/** Every value of a name, as it was sent. Other cookies cost nothing, however many there are. */
function valuesOf(header: string, name: string): readonly string[] {
  const start = `${name}=`
  const found: string[] = []
  for (let at = header.indexOf(start); at !== -1; at = header.indexOf(start, at + 1)) {
    if (!beginsPair(header, at)) continue
    const end = header.indexOf(';', at)
    found.push(header.slice(at + start.length, end === -1 ? undefined : end).trim())
  }
  return found
}

/** Whether nothing but white space is between a place and the `;` before it, or the start. */
function beginsPair(header: string, at: number): boolean {
  let before = at - 1
  while (header[before] === ' ' || header[before] === '\t') before -= 1
  return before < 0 || header[before] === ';'
}

/** Of two choices, in cookies of the host and of its parent domain, what both of them grant. */
function strictest(all: readonly (Choices | undefined)[]): Choices | undefined {
  const [first, ...others] = all
  if (first === undefined || others.includes(undefined)) return undefined
  const granted = (id: string) => all.every((one) => one?.[id] === true)
  return Object.fromEntries(Object.keys(first).map((id) => [id, granted(id)]))
}

/** Cookies of one name that differ say nothing that holds. */
function only(values: readonly string[]): string | undefined {
  const [first] = values
  return values.every((value) => value === first) ? first : undefined
}

function percentDecoded(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
