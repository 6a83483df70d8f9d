/** The look of the demo's provider. */
export const ID_STYLE: string = `
body { display: grid; min-height: 100vh; grid-template-rows: auto 1fr auto }
.top { padding: 1.2rem 1.5rem }
.brand { display: inline-flex; align-items: center; gap: .6rem; color: inherit; font-weight: 700; font-size: 1.05rem; text-decoration: none }
.brand svg { width: 1.9rem; height: 1.9rem }
main { width: min(100% - 2rem, 27rem); margin: 0 auto; align-self: center; padding: 1rem 0 2rem }
main.wide { width: min(100% - 2rem, 42rem) }
.card { padding: clamp(1.25rem, 5vw, 2rem); border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); box-shadow: 0 8px 30px rgb(20 30 50 / .08) }
.card h1 { font-size: 1.5rem; margin-bottom: .25rem }
.for { margin-bottom: 1.4rem; color: var(--muted) }
.for strong { color: var(--text) }
.accounts { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .7rem; overflow: hidden }
.accounts li + li { border-top: 1px solid var(--line) }
.accounts button {
  display: flex; align-items: center; gap: .8rem; width: 100%; padding: .75rem .9rem; border: 0; border-radius: 0;
  background: transparent; color: inherit; font-weight: 400; text-align: left; white-space: normal;
}
.accounts button:hover { background: var(--soft); filter: none }
.accounts button:focus-visible { outline-offset: -3px }
.accounts .who { flex: 1; line-height: 1.35 }
.accounts .who strong { display: block }
.accounts .groups { display: flex; flex-wrap: wrap; justify-content: end; gap: .3rem }
@media (max-width: 30rem) {
  .accounts button { flex-wrap: wrap; row-gap: .25rem }
  .accounts .groups { flex-basis: 100%; justify-content: start; padding-left: 3.1rem }
}
.or { display: flex; align-items: center; gap: .8rem; margin: 1.4rem 0; color: var(--muted); font-size: .875rem }
.or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--line) }
.full { width: 100% }
.actions { display: flex; flex-wrap: wrap; gap: .7rem; margin-top: 1.2rem }
.actions > * { flex: 1 1 10rem }
button.link { white-space: normal }
.cancel { margin-top: 1rem; text-align: center }
.sites { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin: 0 0 1.5rem; padding: 0; list-style: none }
.sites a { display: block; height: 100%; padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: .7rem; color: inherit; text-decoration: none }
.sites a:hover { background: var(--soft) }
.sites strong { display: block; color: var(--accent) }
footer { padding: 1.2rem 1.5rem; text-align: center; color: var(--muted); font-size: .85rem }
footer p { margin: 0 }
`
