/** The cookies that a site sets for the browser's script, which reads and writes them, too. */
import { stringifySetCookie } from 'cookie'
import type { HeaderList } from '../../http/exchange.ts'
import type { Choices } from '../wire/categories.ts'
import {
  ACCEPTED_COOKIE,
  CATEGORIES_COOKIE,
  FRESHNESS_COOKIE,
  OFFLINE_COOKIE,
} from '../wire/cookies.ts'
import type { WireConsent } from '../wire/values.ts'
import { grantedList } from './choice-cookies.ts'

/** How the cookies of a site are set. */
export interface CookieScope {
  /** Whether the site is https. */
  readonly secure: boolean
  /** Seconds for which a choice is kept. */
  readonly life: number
}

/** A choice to keep. */
export interface ToKeep {
  readonly word: WireConsent
  /** Undefined before any choice. */
  readonly choices: Choices | undefined
  /** When it was in step with the service, as text. */
  readonly freshness: string
}

/**
 * The lines that keep a choice. The script keeps it itself; but what scripts write is gone after
 * seven days in Safari, what servers set is not.
 */
export function keepChoice(scope: CookieScope, { word, choices, freshness }: ToKeep): HeaderList {
  return [
    readable(scope, ACCEPTED_COOKIE, word),
    readable(scope, FRESHNESS_COOKIE, freshness),
    readable(scope, CATEGORIES_COOKIE, choices === undefined ? '' : grantedList(choices)),
  ]
}

/** The line that ends the mark of a choice which the service does not have yet. */
export function endOffline(scope: CookieScope): HeaderList {
  return [readable({ ...scope, life: 0 }, OFFLINE_COOKIE, '')]
}

/** Values go out as they are: Flask and `cookie-policy` decode nothing. */
function readable(scope: CookieScope, name: string, value: string): readonly [string, string] {
  const { secure, life } = scope
  const line = { name, value, path: '/', maxAge: life, sameSite: 'lax', secure } as const
  return ['set-cookie', stringifySetCookie(line, { encode: (text) => text })]
}
