/** What a visitor agreed to, as a handler can ask: for a page without the trackers. */
import type { Exchange } from '../../http/exchange.ts'
import type { Category, Choices } from '../wire/categories.ts'
import { hasGpc } from '../wire/gpc.ts'
import { type Kept, readKept } from './choice-cookies.ts'

/**
 * What a visitor agreed to: `req.hallpass.consent`. It is read from the cookies of the request and
 * asks nobody; what they do not say is refused.
 */
export interface VisitorConsent {
  /**
   * Whether the visitor agreed to a category. What is always on (`essential`) is; a category that
   * is not declared is not.
   *
   * @example
   * if (req.hallpass.consent.allows('performance')) page.add(analytics)
   */
  allows(category: string): boolean
  /** What was chosen, by category; undefined before any choice. */
  readonly choices: Choices | undefined
  /** Whether the browser asks by Global Privacy Control (`Sec-GPC: 1`) not to be tracked. */
  readonly gpc: boolean
}

/** Reads the cookies when it is first asked. */
export class CookieConsent implements VisitorConsent {
  readonly #exchange: Exchange
  readonly #categories: readonly Category[]
  #read: Pick<Kept, 'choices'> | undefined

  constructor(exchange: Exchange, categories: readonly Category[]) {
    this.#exchange = exchange
    this.#categories = categories
  }

  allows(category: string): boolean {
    if (category === 'essential') return true
    const declared = this.#categories.find(({ id }) => id === category)
    if (declared === undefined) return false
    if (declared.always === true) return true
    const { choices } = this
    return choices !== undefined && Object.hasOwn(choices, category) && choices[category] === true
  }

  get choices(): Choices | undefined {
    if (this.#read === undefined) {
      const { choices } = readKept(this.#exchange.header('cookie') ?? '', this.#categories)
      this.#read = { choices }
    }
    return this.#read.choices
  }

  get gpc(): boolean {
    return hasGpc(this.#exchange)
  }
}
