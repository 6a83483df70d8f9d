/** What pages call, and the event that they hear. */
import type { Choices } from '../wire/categories.ts'
import type { BannerConfig } from './config.ts'

/**
 * How the choices came: a button, `saved` (in the manager, by `set`, or beside a frame), `stored`
 * (an earlier page), `shared` (another site), or `gpc`: none, and the browser asks not to be
 * tracked.
 */
export type ConsentAct = 'accept_all' | 'reject_all' | 'saved' | 'stored' | 'shared' | 'gpc'

/** A change of choices: those of which nothing is said stay. */
export type Said = Readonly<Record<string, boolean | undefined>>

/** The `detail` of the event `hallpass:consent` on the document. */
export interface ConsentDetail {
  /** By category; undefined when nothing is chosen. */
  readonly choices: Choices | undefined
  readonly act: ConsentAct
}

/** Called after each choice that is made on the page. */
export type ConsentCallback = (choices: Choices) => void

/** `globalThis.hallpassConsent`; the module's `start` returns the same. */
export interface HallpassConsent {
  /**
   * Begins. Only the first call on a page counts.
   *
   * @example hallpassConsent.start({ policyUrl: '/privacy' })
   */
  start(config?: BannerConfig, callback?: ConsentCallback): HallpassConsent
  /** Whether a category is allowed; false for unknown ones and before any choice. */
  allows(id: string): boolean
  /** What was chosen; undefined before. */
  choices(): Choices | undefined
  /** Opens the manager. */
  open(): void
  accept(): void
  reject(): void
  /** Changes the categories that are named; the others keep what was chosen, or stay refused. */
  set(choices: Choices): void
  /** Calls `hear` at each change, and at once when there is a choice. Returns what ends that. */
  on(hear: (detail: ConsentDetail) => void): () => void
}

declare global {
  /** What pages call, where the script of the site's route or `start` was. */
  var hallpassConsent: HallpassConsent

  interface Window {
    hallpassConsent: HallpassConsent
  }

  interface DocumentEventMap {
    'hallpass:consent': CustomEvent<ConsentDetail>
  }

  /** As the DOM has it: named for programs that are checked without it. */
  interface CustomEvent<T> {
    readonly detail: T
  }
}
