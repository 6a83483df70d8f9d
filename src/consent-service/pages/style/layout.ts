/** Header, columns, cards, and what single pages have of their own. */
export const LAYOUT: string = `
.bar { width: 100%; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2rem) }
.top { border-bottom: 1px solid var(--line); background: var(--card) }
.top .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; min-height: 3.75rem }
.brand { display: inline-flex; align-items: center; gap: .625rem; min-width: 0; padding: .75rem 0; color: inherit; font-weight: 650; text-decoration: none }
.brand:hover span { text-decoration: underline; text-decoration-thickness: 1px }
.mark { flex: none; width: 1.75rem; height: 1.75rem }
.mark rect { fill: var(--action) }
.mark path { fill: none; stroke: var(--on-action); stroke-width: 3.4; stroke-linecap: round; stroke-linejoin: round }
.top nav { flex: 1; min-width: 0 }
.top nav ul { display: flex; gap: .125rem; overflow-x: auto; scrollbar-width: none }
.top nav a { display: block; padding: 1.0625rem .75rem .9375rem; border-bottom: 3px solid transparent; color: var(--soft); font-size: .9375rem; font-weight: 550; white-space: nowrap; text-decoration: none }
.top nav a:hover { color: var(--ink); border-bottom-color: var(--line) }
.top nav a[aria-current] { color: var(--ink); border-bottom-color: var(--action) }
.top nav a:focus-visible { outline-offset: -3px }
main { flex: 1; width: 100%; margin: 0 auto; padding: clamp(1.5rem, 5vw, 2.75rem) clamp(1rem, 4vw, 2rem) clamp(2.5rem, 8vw, 4.5rem) }
.column .bar, .column main { max-width: 54rem }
.wide .bar, .wide main { max-width: 78rem }
.card .top { border-color: transparent; background: none }
body.card main { display: grid; align-content: start; max-width: 36rem; padding-top: clamp(.5rem, 6vh, 4rem) }
body.card .top .bar, body.card .foot .bar { max-width: 36rem }
.foot { border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem }
.foot .bar { padding-top: 1.125rem; padding-bottom: 1.5rem }

.panel { padding: clamp(1.125rem, 3vw, 1.75rem); border: 1px solid var(--line); border-radius: .875rem; background: var(--card); box-shadow: 0 1px 2px rgb(21 25 31 / 4%) }
.head { margin-bottom: 1.75rem }
.head.row, .panel-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 1.5rem }
section { margin-top: 2.25rem }
section > h2, .panel-head { margin-bottom: .875rem }
section > h2 + .soft { margin: -.5rem 0 1rem }
.panel + .panel { margin-top: 1.25rem }
.panel > h2, .panel > h3 { margin-bottom: .5rem }
.panel > .sites { margin: -.5rem 0 }
.panel > h2 + .sites { margin-top: -.25rem }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 31rem), 1fr)); gap: 1.25rem }
.grid > .panel { display: flex; flex-direction: column; margin: 0; min-width: 0 }
.grid > .panel > .facts { flex: 1; align-content: start }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.25rem; align-items: start }
.two > * { margin-top: 0 !important; min-width: 0 }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 0 1.25rem; align-items: start }

.facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .5rem 1.5rem; margin: 0 }
.facts dt { color: var(--soft) }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere }
.empty { padding: clamp(1.5rem, 5vw, 2.5rem); border: 1px dashed var(--edge); border-radius: .875rem; text-align: center }
.empty h2, .empty h3 { margin-bottom: .5rem }
.empty p { max-width: 36rem; margin: 0 auto .5rem; color: var(--soft) }
.empty .command { display: inline-block; max-width: 100% }
.marks { display: flex; flex-wrap: wrap; gap: .125rem .875rem }
.marks .no { color: var(--soft) }
.marks .yes span:first-child { color: var(--good); font-weight: 700 }
.text { max-width: 44rem }
.text p { overflow-wrap: anywhere }
details > summary { cursor: pointer; font-weight: 600 }
details[open] > summary { margin-bottom: .875rem }

.ask { margin: 0; padding: 0 }
.ask > li { padding: 1rem 0; border-top: 1px solid var(--line) }
.ask > li:first-child { border-top: 0; padding-top: .25rem }
.choose { padding-top: 1.25rem; margin-top: .25rem; border-top: 1px solid var(--line) }
.choose .same button { padding-left: .5rem; padding-right: .5rem }
.choose .same { display: grid; grid-template-columns: 1fr 1fr; flex: 1 1 20rem; gap: .75rem }
.standing { display: flex; gap: .875rem; align-items: baseline; margin-bottom: 1.25rem; padding-bottom: 1.25rem; border-bottom: 1px solid var(--line) }
.standing p { margin: 0 }
.standing .chip { flex: none }
.sites li { padding: .5rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
.sites li:first-child { border-top: 0 }
.narrow { max-width: 40rem }
.apart { margin: 1.5rem 0 .5rem }
.center { justify-content: center }
.faults { margin: .25rem 0 0; padding-left: 1.25rem; list-style: disc }
.keys li + li { margin-top: .375rem }
.keys .soft { display: block }
.panel-head { flex-wrap: nowrap; align-items: flex-start }
.panel-head > :first-child { min-width: 0; padding-top: .25rem }
.panel-head > :last-child { flex: none }
.rotate { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-top: 1.125rem; padding-top: 1.125rem; border-top: 1px solid var(--line) }
.rotate label { margin: 0; font-weight: 400; color: var(--soft) }
.rotate select { flex: 1 1 11rem; width: auto; min-width: 0; min-height: 2.25rem; padding: .25rem .5rem }
.category + .category { margin-top: .75rem }
.category .field { margin-bottom: .75rem }
.category .across { grid-column: 1 / -1; margin-bottom: 0 }
@media (min-width: 48rem) { .category .fields { grid-template-columns: 1fr 1fr 1.25fr } }
.search { display: grid; grid-template-columns: 1fr auto; gap: 1rem; align-items: end }
.search .field { margin: 0 }
@media (max-width: 40rem) {
  .search { grid-template-columns: 1fr }
  .panel-head h2 { font-size: 1.0625rem }
  .grid .panel-head { flex-wrap: wrap }
  .grid .panel-head h2 { flex-basis: 100% }
}
@media (max-width: 58rem) {
  .wide .top .bar { padding-bottom: 0 }
  .wide .top nav { order: 3; flex-basis: 100%; margin: 0 -.5rem }
  .wide .top nav a { padding: .5rem .375rem .5625rem; font-size: .8125rem }
  .wide .brand { flex: 1 }
}
@media (max-width: 40rem) {
  .facts { grid-template-columns: 6.5rem minmax(0, 1fr); gap: .375rem 1rem }
}
`
