/** What a page of hallpass says. */
import type { HeaderList } from './exchange.ts'

/** A link of a page. */
export interface PageLink {
  /** A path, or an http(s) URL; a link with any other scheme is left out. */
  readonly href: string
  readonly label: string
}

/** What a page says. All of it is text: it is escaped, never read as HTML. */
export interface PageContent {
  readonly status: number
  readonly title: string
  readonly paragraphs: readonly string[]
  /** The path that the visitor comes back to, shown below the text. */
  readonly comesBackTo?: string
  /** The error code, shown small for whoever helps the visitor. */
  readonly code?: string
  /** What happened in the words of a developer, shown beside the code. */
  readonly detail?: string
  /** The page that explains the code, linked beside it. */
  readonly docs?: string
  /** Ways that are as good as each other: a button each. */
  readonly choices?: readonly PageLink[]
  /** Where to go from here; without a form and choices the first one is the main action. */
  readonly links?: readonly PageLink[]
  /** A button that posts; it is the main action. */
  readonly form?: {
    readonly action: string
    readonly label: string
    readonly hidden?: Readonly<Record<string, string>>
  }
  readonly headers?: HeaderList
}
