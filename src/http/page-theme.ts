/** What a service says about the looks of hallpass's own pages. */

/** All of it is text: it is escaped, never read as HTML. Everything is optional. */
export interface Theme {
  /** The name of the service, above every page and in the title of the window. */
  readonly name?: string
  /**
   * A picture beside the name: a path on the service's own origin, which visitors who are signed
   * out must be allowed to load; an https URL; or `data:image/…`. The pages load nothing else.
   */
  readonly logo?: string
  /**
   * The colour of buttons and links, `#rrggbb`. Text on it is black or white, whichever can be read
   * better; where it is too pale for a link, links are a darker shade of it.
   */
  readonly accent?: string
  /** The same for dark pages, which the browser asks for; default a light shade of `accent`. */
  readonly accentDark?: string
  /** Where a visitor finds help, below every page: an e-mail address, an http(s) URL, or text. */
  readonly contact?: string
}
