/** What the shop's and the newspaper's pages have in common. */
export const SITE_STYLE: string = `
body { display: grid; min-height: 100vh; grid-template-rows: auto 1fr auto }
.bar, main { width: min(100% - 2rem, 68rem); margin: 0 auto }
main { min-width: 0; padding: 2rem 0 3rem; overflow-wrap: break-word }
th[scope=row] { min-width: 7rem; overflow-wrap: anywhere }
.brand { display: inline-flex; align-items: center; gap: .6rem; color: inherit; font-weight: 700; text-decoration: none }
nav ul { display: flex; flex-wrap: wrap; gap: .15rem; margin: 0; padding: 0; list-style: none }
nav a { display: block; padding: .4rem .7rem; border-radius: .5rem; color: inherit; text-decoration: none; white-space: nowrap }
nav a:hover { background: var(--soft) }
nav a[aria-current] { color: var(--accent); font-weight: 600 }
nav .for { padding: .02rem .4rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted); font-size: .7rem; font-weight: 400 }
.who { display: flex; align-items: center; gap: .8rem }
.me { display: flex; align-items: center; gap: .6rem; color: inherit; line-height: 1.25; text-decoration: none }
.me strong, .me .small { display: block }
.me:hover strong { text-decoration: underline }
.split { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; align-items: start }
.split .panel { margin: 0 }
.actions { display: flex; flex-wrap: wrap; gap: .7rem; margin-top: 1.2rem }
.actions.center { justify-content: center }
.gap { margin-top: 1.2rem }
.lead { max-width: 42rem; color: var(--muted); font-size: 1.05rem }
.head { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: .5rem 1.5rem; margin-bottom: 1.2rem }
.head h1, .head p { margin: 0 }
.empty { padding: 3rem 1rem; border: 1px dashed var(--line); border-radius: .8rem; text-align: center }
footer { border-top: 1px solid var(--line); color: var(--muted); font-size: .875rem }
footer .bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .3rem 2rem; padding: 1.3rem 0 }
footer p { margin: 0 }
footer .consent { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem }
`
