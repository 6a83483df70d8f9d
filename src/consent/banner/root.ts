/** Shadow roots in the site's theme: the page's own style does not reach in. */
import type { BannerTheme } from './config.ts'
import { STYLE } from './style.ts'

let sheet: CSSStyleSheet | undefined

/**
 * Makes the style, as an object of script: nothing that `style-src` of a page asks about.
 * What a site leaves out fits what it gives: a background alone comes with text that can be read
 * on it, in the dark too.
 */
export function setTheme({ onAccent, position: _, ...theme }: BannerTheme): void {
  sheet = new CSSStyleSheet()
  sheet.replaceSync(`${STYLE}:host{}`)
  const { style } = [...sheet.cssRules].at(-1) as CSSStyleRule
  const values: Record<string, string | undefined> = {
    ...((theme.background || theme.text) && { background: '#fff', text: '#1d2129' }),
    ...theme,
    'on-accent': onAccent ?? (theme.accent && '#fff'),
  }
  for (const name in values) style.setProperty(`--${name}`, values[name] ?? null)
}

/** A shadow root with the style. */
export function styledRoot(host: HTMLElement): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' })
  if (sheet) root.adoptedStyleSheets = [sheet]
  return root
}
