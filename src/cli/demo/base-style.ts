/** The style that the demo's three sites share; each sets its own colours. */
export const BASE_STYLE: string = `
*, *::before, *::after { box-sizing: border-box }
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #101418);
  --surface: light-dark(#ffffff, #1a2027);
  --text: light-dark(#1b232c, #e8ecf0);
  --muted: light-dark(#56626f, #a3afbb);
  --line: light-dark(#d9dfe5, #323c47);
  --accent: light-dark(#2b4fc7, #9db4ff);
  --on-accent: light-dark(#ffffff, #101827);
  --soft: light-dark(#e8edfd, #232e4d);
  --good: light-dark(#e2f3e7, #17331f);
  --bad: light-dark(#fdeaea, #43191b);
  --bad-text: light-dark(#a01722, #ffb3b6);
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif;
  --serif: 'Iowan Old Style', Charter, Georgia, 'Liberation Serif', serif;
}
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.55 var(--sans) }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; margin: 0 0 .5em }
h1 { font-size: clamp(1.6rem, 4vw, 2.2rem); letter-spacing: -.015em }
h2 { font-size: 1.2rem }
p { margin: 0 0 1em; text-wrap: pretty }
a { color: var(--accent); text-underline-offset: .18em }
svg { display: block; max-width: 100% }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .6rem 1rem; background: var(--surface); z-index: 2 }
.skip:focus { top: .5rem }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.muted { color: var(--muted) }
.small { font-size: .875rem }
.number { font-variant-numeric: tabular-nums }
code { font: .9em ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere }

button, .button {
  display: inline-block; padding: .55rem 1.05rem; border: 1px solid transparent; border-radius: .5rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; line-height: 1.4;
  text-align: center; text-decoration: none; white-space: nowrap; cursor: pointer;
}
button:hover, .button:hover { filter: brightness(1.08) }
button.quiet, .button.quiet { background: transparent; border-color: var(--line); color: inherit }
button.quiet:hover, .button.quiet:hover { background: var(--soft); filter: none }
button.link { padding: .2rem .4rem; background: none; color: var(--accent); font-weight: 500; text-decoration: underline; text-underline-offset: .18em }
label { display: block; font-weight: 600; margin-bottom: .3rem }
input, select, textarea {
  width: 100%; padding: .55rem .7rem; border: 1px solid light-dark(#7c8895, #5d6a78); border-radius: .5rem;
  background: var(--surface); color: inherit; font: inherit;
}
input[aria-invalid=true] { border-color: var(--bad-text) }
.field { margin: 0 0 1rem }
form { margin: 0 }

.chip {
  display: inline-block; padding: .05rem .55rem; border-radius: 1rem; background: var(--soft);
  font-size: .8rem; font-weight: 600; white-space: nowrap;
}
.notice { margin: 0 0 1.5rem; padding: .8rem 1rem; border-left: 4px solid var(--accent); border-radius: .3rem; background: var(--soft) }
.notice.good { border-color: light-dark(#23804a, #6fce94); background: var(--good) }
.notice.bad { border-color: var(--bad-text); background: var(--bad) }
.notice p:last-child { margin: 0 }
.panel { padding: 1.25rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--surface) }
.panel > :last-child { margin-bottom: 0 }
.panel + .panel, .table + .panel { margin-top: 1.5rem }
.initials {
  display: inline-grid; place-items: center; flex: none; width: 2.3rem; height: 2.3rem; border-radius: 50%;
  background: var(--accent); color: var(--on-accent); font-size: .85rem; font-weight: 700;
}

.table { overflow-x: auto; border: 1px solid var(--line); border-radius: .8rem; background: var(--surface) }
table { width: 100%; border-collapse: collapse }
th, td { padding: .7rem 1rem; text-align: left; vertical-align: middle; border-top: 1px solid var(--line) }
thead th { border-top: 0; color: var(--muted); font-size: .8rem; font-weight: 600 }
td.number, th.number { text-align: right }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .5rem 1.5rem; margin: 0 }
dt { color: var(--muted) }
dd { margin: 0; overflow-wrap: anywhere }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: .1rem }
  dd { margin-bottom: .7rem }
  table.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table.cards, table.cards tbody, table.cards tr, table.cards th, table.cards td { display: block }
  table.cards tr { padding: .8rem 1rem; border-top: 1px solid var(--line) }
  table.cards tr:first-child { border-top: 0 }
  table.cards th, table.cards td { padding: .2rem 0; border: 0; text-align: left }
  table.cards td[data-label]::before { content: attr(data-label) ': '; color: var(--muted); font-size: .85rem }
}
@media (prefers-reduced-motion: no-preference) { button, .button, .card { transition: filter .15s, background .15s, box-shadow .15s } }
@media print { .skip, nav, form, button { display: none } }
`
