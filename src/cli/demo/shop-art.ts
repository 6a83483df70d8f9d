/** The shop's drawings. */
import { type Html, html } from '../../http/html.ts'

const frame = (drawing: Html): Html =>
  html`<svg viewBox="0 0 160 120" aria-hidden="true">${drawing}</svg>`

const tin = (body: string, label: string, leaf: string): Html =>
  frame(html`<ellipse cx="80" cy="104" rx="44" ry="7" fill="#000" opacity=".09"/>
<rect x="48" y="30" width="64" height="74" rx="7" fill="${body}"/><rect x="48" y="30" width="14" height="74" rx="7" fill="#fff" opacity=".14"/>
<rect x="45" y="20" width="70" height="16" rx="5" fill="${body}"/><rect x="45" y="31" width="70" height="5" fill="#000" opacity=".14"/>
<rect x="56" y="50" width="48" height="40" rx="4" fill="${label}"/>
<path d="M80 84c-12-7-13-20-1-29 12 8 14 21 1 29zm0 0V62" fill="none" stroke="${leaf}" stroke-width="2.6" stroke-linecap="round"/>`)

const DRAWINGS: Readonly<Record<string, Html>> = {
  sencha: tin('#3f7d58', '#f3efdf', '#3f7d58'),
  'earl-grey': tin('#33506e', '#f6e7c8', '#b5762b'),
  teapot: frame(html`<ellipse cx="80" cy="103" rx="52" ry="7" fill="#000" opacity=".09"/>
<path d="M114 52c20-6 28 6 20 22-4 9-13 14-24 14" fill="none" stroke="#b98d62" stroke-width="8"/>
<path d="M48 66c-16 2-18-16-30-20 2 20 6 36 32 38z" fill="#c79a6b"/>
<path d="M42 68c0-22 16-32 38-32s38 10 38 32-14 34-38 34-38-12-38-34z" fill="#d3a878"/>
<path d="M44 76c3 16 17 26 36 26s33-10 36-26c-14 8-58 8-72 0z" fill="#8c6a49"/>
<path d="M58 40c4-9 40-9 44 0-8 5-36 5-44 0z" fill="#b98d62"/><circle cx="80" cy="29" r="6" fill="#8c6a49"/>`),
  mug: frame(html`<ellipse cx="78" cy="104" rx="42" ry="6" fill="#000" opacity=".09"/>
<path d="M110 50c22-4 24 34-2 36" fill="none" stroke="#2f6f8f" stroke-width="9"/>
<path d="M44 36h68l-5 60c-1 6-5 8-10 8H59c-5 0-9-2-10-8z" fill="#3b86ab"/>
<path d="M46 58h64l-1 14H47z" fill="#eef4f6"/><ellipse cx="78" cy="36" rx="34" ry="7" fill="#2a6078"/><ellipse cx="78" cy="37" rx="28" ry="4.6" fill="#6b4226"/>
<path d="M66 22c-5-6 5-8 0-15M80 20c-5-6 5-9 0-16M94 22c-5-6 5-8 0-15" fill="none" stroke="#9aa7ad" stroke-width="2.5" stroke-linecap="round" opacity=".7"/>`),
  kettle: frame(html`<ellipse cx="80" cy="104" rx="50" ry="6" fill="#000" opacity=".09"/>
<path d="M48 48c0-40 64-40 64 0" fill="none" stroke="#74553f" stroke-width="7"/>
<path d="M108 74l26-24 10 3-28 38z" fill="#b4633a"/>
<path d="M38 92c0-28 14-46 42-46s42 18 42 46c0 7-5 12-12 12H50c-7 0-12-5-12-12z" fill="#c9744a"/>
<path d="M50 84c2-18 9-27 18-30" fill="none" stroke="#f3c3a1" stroke-width="5" stroke-linecap="round"/>
<rect x="58" y="42" width="44" height="8" rx="4" fill="#9c5430"/><circle cx="80" cy="38" r="6" fill="#74553f"/>`),
  honey: frame(html`<ellipse cx="80" cy="104" rx="38" ry="6" fill="#000" opacity=".09"/>
<path d="M50 44c0-6 60-6 60 0 8 10 8 46 0 56-2 4-58 4-60 0-8-10-8-46 0-56z" fill="#e2a32e"/>
<path d="M56 50c-5 12-5 32 0 44" fill="none" stroke="#f8dc93" stroke-width="5" stroke-linecap="round"/>
<rect x="48" y="24" width="64" height="16" rx="4" fill="#7a4f86"/><rect x="48" y="34" width="64" height="6" fill="#000" opacity=".14"/>
<path d="M70 58h24l12 17-12 17H70L58 75z" fill="#fff7e0"/><path d="M74 75h16M82 67v16" stroke="#a86f12" stroke-width="3" stroke-linecap="round"/>`),
}

/** The drawing of a product. */
export function drawing(product: string): Html {
  return (
    DRAWINGS[product] ??
    frame(html`<rect x="40" y="30" width="80" height="70" rx="8" fill="#999"/>`)
  )
}

/** The shop's sign. */
export const LOGO: Html = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#2c6a48"/><path d="M16 26C7 22 6 12 15 6c9 5 11 15 1 20zm0 0V12m0 5 4-3m-4 7-4-3" fill="none" stroke="#f3efdf" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`

/** A drawing as a file of its own. */
export function svgFile(drawing: Html): string {
  return drawing.toString().replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
}
