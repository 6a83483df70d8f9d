/** The words of the banner. */

/** What a person reads of a category. */
export interface CategoryTexts {
  readonly title: string
  readonly description: string
}

/** All words in one language. Plain text: nothing in it is read as HTML. */
export interface BannerTexts {
  /** Heading of the banner. */
  readonly title: string
  /** What is asked, in a sentence or two. */
  readonly body: string
  readonly acceptAll: string
  readonly onlyEssential: string
  /** Opens the manager. */
  readonly choose: string
  /** Heading of the manager. */
  readonly manage: string
  readonly manageBody: string
  readonly save: string
  readonly close: string
  /** Instead of a switch, beside what is needed always. */
  readonly always: string
  /** The link to `policyUrl`. */
  readonly policy: string
  /** In the manager, when the browser asks by Global Privacy Control not to be tracked. */
  readonly gpc: string
  /** In place of a frame that is held back; `{category}` becomes the category's title. */
  readonly held: string
  /** The button there. */
  readonly allow: string
  /** By the id of the category. */
  readonly categories: Readonly<Record<string, CategoryTexts>>
}
