/** From a theme to what a page needs of it: a second style sheet, and what its policy allows. */
import { createHash } from 'node:crypto'
import { isReadable, type Shades, shadesOf } from './page-colour.ts'
import type { Theme } from './page-theme.ts'

/** A theme as pages use it; made once. */
export interface Look {
  readonly name: string | undefined
  readonly logo: string | undefined
  readonly contact: Contact | undefined
  /** Comes after the style of every page. */
  readonly style: string
  /** The sources that the policy names: of the style, and of the logo. */
  readonly styleSource: string
  readonly imageSource: string | undefined
  /** What an operator should know about the colours: one line each. */
  readonly notes: readonly string[]
}

/** Where help is. Without `href`, it is text. */
export interface Contact {
  readonly text: string
  readonly href: string | undefined
}

/** What the pages of `page-style.ts` are hardest to read on, light and dark. */
const PALE = '#f4f5f7'
const DARK = '#191d24'

const PARTS = `
body { align-content: center; gap: 1.5rem; }
.brand {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: .5rem .75rem;
  width: 100%; max-width: 34rem; font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em;
  line-height: 1.3; text-align: center; overflow-wrap: anywhere;
}
.brand img { display: block; height: 2.5rem; max-width: 100%; object-fit: contain; }
button, .actions a.main { border-color: var(--edge); }
body > footer {
  margin: 0; padding: 0; border: 0; width: 100%; max-width: 34rem; text-align: center;
}
`

/** The look of a theme whose shape is right. */
export function lookOf({ name, logo, accent, accentDark, contact }: Theme): Look {
  const pale = accent === undefined ? undefined : shadesOf(accent, PALE, '#000000')
  const dark = accentDark ?? (pale && shadesOf(pale.action, DARK, '#ffffff').link)
  const darkShades = dark === undefined ? undefined : shadesOf(dark, DARK, '#ffffff')
  const style = `${PARTS}${rules(pale)}${darkRules(darkShades)}`
  return {
    name,
    logo,
    contact: contact === undefined ? undefined : contactOf(contact),
    style,
    styleSource: `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    imageSource: logo === undefined ? undefined : sourceOf(logo),
    notes: [
      ...noteOf('accent', accent, pale, PALE, 'pale'),
      ...noteOf('accentDark', accentDark, darkShades, DARK, 'dark'),
    ],
  }
}

function rules(shades: Shades | undefined): string {
  if (shades === undefined) return ':root { --edge: transparent; }\n'
  const { action, over, onAction, link, edge } = shades
  return `:root { --action: ${action}; --action-over: ${over}; --on-action: ${onAction}; --link: ${link}; --edge: ${edge}; }\n`
}

function darkRules(shades: Shades | undefined): string {
  return shades === undefined ? '' : `@media (prefers-color-scheme: dark) { ${rules(shades)}}\n`
}

function noteOf(
  part: string,
  given: string | undefined,
  shades: Shades | undefined,
  ground: string,
  fault: string,
): readonly string[] {
  if (given === undefined || shades === undefined || isReadable(given, ground)) return []
  return [`theme.${part} is too ${fault} for links: they are ${shades.link} instead of ${given}`]
}

/** The narrowest source of a Content Security Policy (CSP 3, 2.3.1), which takes no `;` and `,`. */
function sourceOf(logo: string): string {
  if (logo.startsWith('/')) return "'self'"
  const url = new URL(logo)
  if (url.protocol === 'data:') return 'data:'
  return url.origin + url.pathname.replace(/;/g, '%3B').replace(/,/g, '%2C')
}

function contactOf(given: string): Contact {
  if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(given)) {
    return { text: given, href: `mailto:${encodeURIComponent(given).replace('%40', '@')}` }
  }
  const url = /^https?:\/\/\S+$/i.test(given) ? URL.parse(given) : null
  if (url === null) return { text: given, href: undefined }
  return { text: given.replace(/^https?:\/\/|\/$/gi, ''), href: url.href }
}
