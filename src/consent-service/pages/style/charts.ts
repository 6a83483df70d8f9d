/** Figures and charts. The colours keep apart for most who see colours differently. */
export const CHARTS: string = `
:root {
  --accept: light-dark(#2c62c9, #7ea8ff);
  --own: light-dark(#1fa394, #45c9b8);
  --essential: light-dark(#e0912a, #f0b25e);
  --signal: light-dark(#8f5bd6, #bd98f5);
  --later: light-dark(#8b96a5, #8792a1);
  --import: light-dark(#bcc4cf, #566171);
}
.s-accept_all { fill: var(--accept) }
.s-saved { fill: var(--own) }
.s-reject_all { fill: var(--essential) }
.s-gpc { fill: var(--signal) }
.s-sync { fill: var(--later) }
.s-import { fill: var(--import) }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: 1rem; margin: 0 }
.tiles > div { display: flex; flex-direction: column; padding: 1.125rem 1.25rem; border: 1px solid var(--line); border-radius: .875rem; background: var(--card) }
.tiles dt { color: var(--soft); font-size: .9375rem }
.tiles dd { margin: 0 }
.tiles .figure { font-size: 1.875rem; font-weight: 650; line-height: 1.3; letter-spacing: -.02em; font-variant-numeric: tabular-nums }
.tiles .swatch { display: inline-block; width: .75rem; height: .75rem; margin-right: .5rem; vertical-align: -.03em }
.change { color: var(--soft); font-size: .875rem }
.ranges { display: flex; flex-wrap: wrap; gap: .25rem; padding: .25rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card) }
.ranges a { display: block; padding: .375rem .8125rem; border-radius: .5rem; color: var(--soft); font-size: .9375rem; font-weight: 550; text-decoration: none; white-space: nowrap }
.ranges a:hover { background: var(--raised); color: var(--ink) }
.ranges a[aria-current] { background: var(--tint); color: var(--ink) }
.chart { margin: 0 }
.legend { display: flex; flex-wrap: wrap; gap: .375rem 1.25rem; margin-bottom: .75rem; font-size: .9375rem }
.legend li { display: flex; align-items: center; gap: .5rem }
.legend svg { width: .75rem; height: .75rem }
.plot { width: 100%; height: auto; overflow: visible }
.plot .grid { stroke: var(--line); stroke-width: 1 }
.plot .base { stroke: var(--edge); stroke-width: 1 }
.plot .tick { fill: var(--soft); font: 12px var(--sans); font-variant-numeric: tabular-nums }
.plot .hit { fill: transparent }
.plot .bin:hover .hit { fill: var(--raised) }
.for-medium, .for-narrow { display: none }
@media (max-width: 64rem) { .for-wide { display: none } .for-medium { display: block } }
@media (max-width: 40rem) { .for-medium { display: none } .for-narrow { display: block } }
.numbers { margin-top: 1rem }
.numbers .table { max-height: 24rem; overflow: auto }
.numbers thead th { position: sticky; top: 0; background: var(--card) }
.by-site .line { width: 40%; min-width: 6rem; vertical-align: middle }
.by-site .line svg { width: 100%; height: .875rem }
.by-site tbody th { min-width: 12rem; max-width: 20rem }
@media (max-width: 58rem) {
  .tiles { grid-template-columns: 1fr 1fr; gap: .75rem }
  .tiles.shares { grid-template-columns: repeat(3, 1fr) }
  .tiles > div { padding: .875rem 1rem }
  .ranges a { padding: .375rem .625rem }
  .tiles .figure { font-size: 1.5rem }
  .by-site thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  .by-site, .by-site tbody { display: block }
  .by-site tr { display: grid; grid-template-columns: repeat(3, auto); gap: .25rem 1rem; padding: .875rem 1rem; border-top: 1px solid var(--line) }
  .by-site tbody tr:first-child { border-top: 0 }
  .by-site tbody th, .by-site tbody td { display: block; padding: 0; border: 0; text-align: left; white-space: normal }
  .by-site tbody th, .by-site tbody .line { grid-column: 1 / -1; width: auto; min-width: 0; max-width: none }
  .by-site td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8125rem }
}
@media (max-width: 40rem) {
  .tiles.shares { grid-template-columns: 1fr }
  .tiles.shares > div { display: grid; grid-template-columns: 1fr auto; align-items: baseline; gap: 0 1rem }
  .tiles.shares dt { font-size: 1rem; color: var(--ink) }
  .tiles.shares .change { grid-column: 1 / -1; text-align: right }
}
@media print { .ranges { display: none } .plot { display: none } .for-medium { display: block } .numbers:not([open]) { display: none } }
`
