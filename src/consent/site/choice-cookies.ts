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

type OurName =
  | typeof ACCEPTED_COOKIE
  | typeof CATEGORIES_COOKIE
  | typeof FRESHNESS_COOKIE
  | typeof OFFLINE_COOKIE

/** Every value of a name, as it was sent: of none. */
const NOTHING: Readonly<Record<OurName, readonly string[]>> = {
  [ACCEPTED_COOKIE]: [],
  [CATEGORIES_COOKIE]: [],
  [FRESHNESS_COOKIE]: [],
  [OFFLINE_COOKIE]: [],
}

function isOurs(name: string): name is OurName {
  return Object.hasOwn(NOTHING, name)
}

/** Reads a `Cookie` header. Never throws. */
export function readKept(header: string, categories: readonly Category[]): Kept {
  const values = { ...NOTHING }
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(at, 0)).trimStart()
    if (isOurs(name)) values[name] = [...values[name], pair.slice(at + 1).trim()]
  }
  const words = values[ACCEPTED_COOKIE]
  const granted = only(values[CATEGORIES_COOKIE])
  const freshness = only(values[FRESHNESS_COOKIE])
  const offline = values[OFFLINE_COOKIE].some((value) => value !== '')
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
