/** Tables: side by side in a wide window, a card for each row in a narrow one. */
export const TABLES: string = `
.table { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: .875rem; background: var(--card) }
.panel .table { border-radius: .625rem }
table { width: 100%; border-collapse: collapse; font-size: .9375rem }
th, td { padding: .6875rem 1rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top }
thead th, thead td { border-top: 0; color: var(--soft); font-size: .8125rem; font-weight: 600; white-space: nowrap }
tbody th { font-weight: 550; overflow-wrap: anywhere }
tbody tr:hover { background: var(--raised) }
.number { font-variant-numeric: tabular-nums }
th.number, td.number { text-align: right; white-space: nowrap }
td.when { white-space: nowrap }
td.long { min-width: 11rem; overflow-wrap: break-word }
td.what { min-width: 12rem }
.log td.what { min-width: 13rem }
td code, .aside { white-space: nowrap }
.log td, .log th { padding-left: .75rem; padding-right: .75rem }
td.go { text-align: right; white-space: nowrap }
.forgotten { color: var(--soft); font-style: italic }
.filter { display: grid; grid-template-columns: minmax(10rem, 18rem) minmax(10rem, 1fr) auto; gap: 1rem; align-items: end; margin-bottom: 1.25rem }
.filter .field, .filter .actions { margin: 0 }
.pager { display: flex; flex-wrap: wrap; gap: .75rem; justify-content: space-between; align-items: center; margin-top: 1rem }
@media (max-width: 40rem) { .filter { grid-template-columns: 1fr } }
@media (max-width: 58rem) {
  table.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table.cards, table.cards tbody, table.cards tr, table.cards th, table.cards td { display: block }
  table.cards tr { padding: .875rem 1rem; border-top: 1px solid var(--line) }
  table.cards tr:first-child { border-top: 0 }
  table.cards th, table.cards td { padding: .125rem 0; border: 0; text-align: left; white-space: normal }
  table.cards td[data-label] { display: grid; grid-template-columns: 7rem 1fr; gap: .75rem }
  table.cards td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: .875rem }
  table.cards td > * { min-width: 0; overflow-wrap: anywhere }
}
`
