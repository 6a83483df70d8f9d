/** What a site says about its banner. All of it is data: the site's server compiles it in. */
import type { Category } from '../wire/categories.ts'
import type { BannerTexts } from './texts.ts'

/** Colours and shape. Values of CSS, set as custom properties. */
export interface BannerTheme {
  /** Colour of the buttons, the switches and the links. */
  readonly accent?: string
  /** Colour of the text on `accent`. */
  readonly onAccent?: string
  readonly background?: string
  readonly text?: string
  /** Rounding of the corners. Default: `10px`. */
  readonly radius?: string
  /** Font families. Default: the system's. */
  readonly font?: string
  /** A bar along the lower edge (default), or a card in the lower corner where the line ends. */
  readonly position?: 'bottom' | 'corner'
}

/** Options of the banner. */
export interface BannerConfig {
  /** What is asked about, in the order of the manager. Default: the classic three. */
  readonly categories?: readonly Category[]
  /**
   * Words by language (`en`, `de`, `zh-Hant` …); what is left out is in English, or where the
   * site's server compiles the language in, in its built-in words. What a category is called here
   * wins over its own `title` and `description`, and these over the built-in words.
   */
  readonly texts?: Readonly<Record<string, Partial<BannerTexts>>>
  readonly theme?: BannerTheme
  /** The page that explains the site's cookies; the banner links to it, with `?cp=hide`. */
  readonly policyUrl?: string
  /** Default: `<html lang>`. `en-GB` falls back to `en`; a language without words to English. */
  readonly language?: string
  /** Whether the choice is shared through the site's `/_cookies/` routes. Default: true. */
  readonly shared?: boolean
  /** How long the browser keeps the choice, in days. Default: 365. */
  readonly days?: number
}
