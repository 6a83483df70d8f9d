/** The look of the newspaper. */
export const NEWS_STYLE: string = `
:root {
  --ground: light-dark(#fbfaf6, #141313);
  --surface: light-dark(#ffffff, #1e1c1b);
  --text: light-dark(#1c1a18, #eeeae4);
  --muted: light-dark(#625c55, #aea69c);
  --line: light-dark(#d8d2c7, #3d3833);
  --accent: light-dark(#9c1c24, #f0a3a0);
  --on-accent: light-dark(#ffffff, #2b0c0d);
  --soft: light-dark(#f3ece2, #2c2625);
}
.top .bar { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: .6rem 1.5rem; padding: 1rem 0 0 }
.brand { font: 700 clamp(1.5rem, 5vw, 2.6rem)/1.1 var(--serif); letter-spacing: -.02em }
.brand svg { flex: none; width: 2.4rem; height: 2.4rem }
.top nav { grid-row: 2; grid-column: 1 / -1; padding: .3rem 0; border: solid var(--text); border-width: 2px 0 1px }
.top .who { grid-row: 1; grid-column: 2 }
h1, h2, h3 { font-family: var(--serif) }
.breaking { display: flex; gap: .8rem; margin: 0 0 1.8rem; padding: .6rem 1rem; background: var(--accent); color: var(--on-accent); font-weight: 600 }
.breaking strong { flex: none; text-transform: uppercase; font-size: .8rem; letter-spacing: .06em; line-height: 1.9 }
.breaking span { min-width: 0 }
.section { margin: 0 0 .35rem; color: var(--accent); font-size: .8rem; font-weight: 700; letter-spacing: .05em; text-transform: uppercase }
.headline { color: inherit; text-decoration: none }
.headline:hover { text-decoration: underline; text-decoration-thickness: .06em }
.byline { color: var(--muted); font-size: .875rem }
.front { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 2.5rem; align-items: start }
.first h1 { font-size: clamp(1.9rem, 5vw, 3.1rem); margin-bottom: .3em }
.first .scene { width: 100%; height: auto; margin-bottom: 1.3rem; border-radius: .2rem }
.first .standfirst { font: 1.2rem/1.5 var(--serif) }
.rest > article { padding: 0 0 1.3rem; margin: 0 0 1.3rem; border-bottom: 1px solid var(--line) }
.rest > article:last-child { border: 0; margin: 0 }
.rest h2 { margin-bottom: .3rem; font-size: 1.4rem }
.rest p:last-child, .first p:last-child { margin-bottom: 0 }
.story { max-width: 42rem; margin: 0 auto }
.story h1 { font-size: clamp(2rem, 6vw, 3.2rem) }
.story .standfirst { color: var(--muted); font: 1.3rem/1.45 var(--serif) }
.story .meta { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .6rem 1rem; margin-bottom: 1.8rem; padding: .8rem 0; border: solid var(--line); border-width: 1px 0 }
.story .meta p { margin: 0 }
.story .text { font: 1.15rem/1.7 var(--serif) }
.story .text p:first-child::first-letter { float: left; padding: .08em .1em 0 0; color: var(--accent); font-size: 3.4em; line-height: .82 }
.list { margin: 0; padding: 0; list-style: none }
.list li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .6rem 1.5rem; padding: 1.1rem 0; border-top: 1px solid var(--line) }
.list h2 { margin: 0; font-size: 1.3rem }
.list p { margin: .2rem 0 0 }
.list .what { flex: 1 1 20rem; min-width: 0 }
.edit { display: grid; gap: .9rem }
.edit .field { margin: 0 }
.edit .state { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .7rem }
.state .status { font-size: .875rem; color: var(--muted) }
.draft { background: light-dark(#fdf0c9, #4a3a10) }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem }
.desks { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem }
.desks .panel { margin: 0 }
.inline { display: flex; flex-wrap: wrap; gap: .7rem }
.inline input { flex: 1 1 16rem }
.webcam { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.7fr); gap: 1.5rem 2.5rem; align-items: center; margin-top: 2.5rem; padding-top: 2rem; border-top: 2px solid var(--text) }
.webcam h2 { font-size: 1.6rem }
.webcam iframe { width: 100%; aspect-ratio: 2; border: 0; border-radius: .2rem }
@media (max-width: 50rem) { .webcam { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 50rem) { .front { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 45rem) {
  .top .bar { column-gap: .75rem }
  .brand svg { width: 2rem; height: 2rem }
  .brand { gap: .4rem; font-size: clamp(1.2rem, 5vw, 1.9rem) }
  .top .who.in { grid-row: 2; grid-column: 1 / -1; justify-content: space-between }
  .top nav { grid-row: 3 }
}
`

/** The look of the webcam's page. */
export const WEBCAM_STYLE: string = `
body { position: relative; margin: 0; overflow: hidden; background: #2a4a5e }
svg { display: block; width: 100vw; height: 100vh; object-fit: cover }
p { position: absolute; left: .8rem; top: .8rem; margin: 0; padding: .2rem .6rem; border-radius: 1rem; background: #000a; color: #fff; font: 600 .8rem system-ui, sans-serif }
p span { display: inline-block; width: .6em; height: .6em; margin-right: .2em; border-radius: 50%; background: #ff5a52 }
@media (prefers-reduced-motion: no-preference) {
  path[opacity='.22'] { animation: turn 5s ease-in-out infinite }
  path[opacity='.65'] { animation: glitter 3s ease-in-out infinite alternate }
}
@keyframes turn { 50%, 70% { opacity: 0 } }
@keyframes glitter { to { transform: translateX(6px); opacity: .4 } }
`
