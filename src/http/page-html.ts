/** The HTML of hallpass's own pages. */
import type { PageContent } from './page-content.ts'
import type { Look } from './page-look.ts'
import { STYLE } from './page-style.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Characters of a path that are shown. */
const MAX_PATH = 80

/** Text made safe for HTML, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** The whole document. */
export function pageHtml(content: PageContent, look?: Look): string {
  const title = escapeHtml(content.title)
  const name = look?.name === undefined ? '' : ` · ${escapeHtml(look.name)}`
  const paragraphs = content.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>\n`).join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}${name}</title>
<style>${STYLE}</style>
${look ? `<style>${look.style}</style>\n` : ''}</head>
<body>
${look ? brand(look) : ''}<main>
<h1>${title}</h1>
${paragraphs}${comesBack(content)}${actions(content)}${footer(content)}</main>
${look ? help(look) : ''}</body>
</html>
`
}

function brand({ name, logo }: Look): string {
  if (name === undefined && logo === undefined) return ''
  // Beside its name, a logo says nothing more to whoever hears the page.
  const alt = name === undefined ? 'Logo' : ''
  const image = logo === undefined ? '' : `<img src="${escapeHtml(logo)}" alt="${alt}">`
  const text = name === undefined ? '' : `<bdi>${escapeHtml(name)}</bdi>`
  return `<header class="brand">${image}${text}</header>\n`
}

function help({ contact }: Look): string {
  if (contact === undefined) return ''
  const text = `<bdi>${escapeHtml(contact.text)}</bdi>`
  const { href } = contact
  const where = href === undefined ? text : `<a href="${escapeHtml(href)}">${text}</a>`
  return `<footer><p>Need help? ${where}</p></footer>\n`
}

function comesBack({ comesBackTo }: PageContent): string {
  if (comesBackTo === undefined) return ''
  const shown =
    comesBackTo.length > MAX_PATH ? `${comesBackTo.slice(0, MAX_PATH - 1)}…` : comesBackTo
  return `<p>Afterwards you come back to <code dir="ltr">${escapeHtml(shown)}</code>.</p>\n`
}

function actions({ form, choices = [], links = [] }: PageContent): string {
  const chosen = choices.filter((link) => isSafe(link.href))
  const safe = links.filter((link) => isSafe(link.href))
  const isFirstMain = form === undefined && chosen.length === 0
  const anchors = [
    ...chosen.map((link) => ({ ...link, main: true })),
    ...safe.map((link, i) => ({ ...link, main: i === 0 && isFirstMain })),
  ].map(({ href, label, main }) => {
    const mark = main ? ' class="main"' : ''
    return `<a${mark} href="${escapeHtml(href)}">${escapeHtml(label)}</a>\n`
  })
  const button = form && isSafe(form.action) ? formHtml(form) : ''
  if (button === '' && anchors.length === 0) return ''
  const stacked = chosen.length > 1 ? ' choices' : ''
  return `<div class="actions${stacked}">\n${button}${anchors.join('')}</div>\n`
}

function formHtml({ action, label, hidden = {} }: NonNullable<PageContent['form']>): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" action="${escapeHtml(action)}">${fields.join('')}<button type="submit">${escapeHtml(label)}</button></form>\n`
}

function footer({ code, detail, docs }: PageContent): string {
  const lines: string[] = []
  if (detail !== undefined) lines.push(`<p>${escapeHtml(detail)}</p>\n`)
  if (code !== undefined) {
    const name = `<span>Error code <code>${escapeHtml(code)}</code></span>`
    const more =
      docs !== undefined && isSafe(docs) ? ` <a href="${escapeHtml(docs)}">What this means</a>` : ''
    lines.push(`<p class="code">${name}${more}</p>\n`)
  }
  return lines.length === 0 ? '' : `<footer>\n${lines.join('')}</footer>\n`
}

/** Whether a link leads to a page: `javascript:` and its kin are left out. */
function isSafe(href: string): boolean {
  const protocol = URL.parse(href, 'https://relative.invalid/')?.protocol
  return protocol === 'https:' || protocol === 'http:'
}
