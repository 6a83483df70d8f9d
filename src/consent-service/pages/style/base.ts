/** Colours, type and what every page has. */
export const BASE: string = `
*, *::before, *::after { box-sizing: border-box }
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f7, #101318);
  --card: light-dark(#ffffff, #191d24);
  --raised: light-dark(#f7f8fa, #20252e);
  --ink: light-dark(#15191f, #eef0f4);
  --soft: light-dark(#525c69, #a5aebb);
  --line: light-dark(#dde1e7, #2c323c);
  --edge: light-dark(#7f8996, #6b7685);
  --action: light-dark(#1b57c4, #8fb4ff);
  --action-over: light-dark(#15479f, #b0caff);
  --on-action: light-dark(#ffffff, #0c1a33);
  --tint: light-dark(#e9effb, #1d2a44);
  --good: light-dark(#1d7a48, #6fce94);
  --good-tint: light-dark(#e4f4ea, #17301f);
  --bad: light-dark(#b3202c, #ffa3a8);
  --bad-tint: light-dark(#fdebec, #3c191c);
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink); font: 1rem/1.55 var(--sans);
}
h1, h2, h3 { margin: 0; line-height: 1.25; font-weight: 650; letter-spacing: -.012em; text-wrap: balance }
h1 { font-size: clamp(1.5rem, 1.25rem + 1.2vw, 1.875rem) }
h2 { font-size: 1.1875rem }
h3 { font-size: 1rem; letter-spacing: 0 }
p { margin: 0 0 .75rem; text-wrap: pretty; overflow-wrap: anywhere }
p:last-child { margin-bottom: 0 }
ul { margin: 0; padding: 0; list-style: none }
a { color: var(--action); text-underline-offset: .2em; text-decoration-thickness: 1px; overflow-wrap: anywhere }
a:hover { text-decoration-thickness: 2px }
svg { display: block }
code { font: .9em/1.45 var(--mono); overflow-wrap: anywhere }
.soft { color: var(--soft) }
.small { font-size: .875rem }
.lead { max-width: 44rem; margin: .5rem 0 0; color: var(--soft); font-size: 1.0625rem }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; border-radius: .375rem }
main:focus-visible { outline: none }
.skip { position: absolute; left: 1rem; top: -5rem; z-index: 2; padding: .625rem 1rem; border-radius: .5rem; background: var(--card); box-shadow: 0 2px 12px rgb(0 0 0 / 20%) }
.skip:focus { top: .5rem }
@media (prefers-reduced-motion: no-preference) { a, button, .button { transition: background-color .15s, border-color .15s } }
@media print {
  :root { color-scheme: light }
  body { background: none; font-size: 10.5pt }
  .skip, nav, form, button, .button, .actions, .pager { display: none !important }
  .card, .table { box-shadow: none !important; break-inside: avoid }
}
`
