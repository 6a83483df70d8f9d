/** The style sheet of hallpass's own pages. It is inlined, and its hash allows exactly it. */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #ffffff; --ink: #15191f; --soft: #525c69; --line: #dde1e7;
  --action: #1b57c4; --action-over: #15479f; --on-action: #ffffff; --link: #1b57c4;
  --shadow: 0 1px 2px rgb(21 25 31 / 6%), 0 12px 32px -12px rgb(21 25 31 / 14%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101318; --card: #191d24; --ink: #eef0f4; --soft: #a5aebb; --line: #2c323c;
    --action: #8fb4ff; --action-over: #b0caff; --on-action: #0c1a33; --link: #9dbdff;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center;
  padding: clamp(1rem, 5vw, 3rem) clamp(1rem, 4vw, 2rem) clamp(1rem, 14vh, 9rem);
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
main {
  width: 100%; max-width: 34rem; padding: clamp(1.5rem, 6vw, 2.75rem);
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow);
}
h1 {
  margin: 0 0 .75rem; font-size: clamp(1.5rem, 1.2rem + 1.5vw, 1.875rem); line-height: 1.22;
  font-weight: 650; letter-spacing: -.015em; text-wrap: balance;
}
p { margin: 0 0 .75rem; color: var(--soft); text-wrap: pretty; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.5rem; margin-top: 1.75rem; }
form { margin: 0; }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
.actions a { display: inline-flex; align-items: center; min-height: 2.875rem; }
button, .actions a.main {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.875rem; padding: .5rem 1.5rem;
  border: 1px solid transparent; border-radius: .625rem; background: var(--action); color: var(--on-action);
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
}
button:hover, .actions a.main:hover { background: var(--action-over); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: .375rem; }
button:focus-visible, .actions a.main:focus-visible { border-radius: .625rem; }
footer {
  margin-top: 2rem; padding-top: 1.125rem; border-top: 1px solid var(--line);
  color: var(--soft); font-size: .875rem; line-height: 1.5; overflow-wrap: anywhere;
}
footer p { margin: 0 0 .25rem; }
footer p:last-child { margin: 0; }
footer .code { display: flex; flex-wrap: wrap; gap: 0 1rem; }
code { font: .9375em/1.4 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
.choices { flex-direction: column; align-items: stretch; gap: .75rem; }
.choices a { justify-content: center; text-align: center; overflow-wrap: anywhere; }
@media (max-width: 26rem) {
  .actions { flex-direction: column; align-items: stretch; }
  .actions a { justify-content: center; }
  button { width: 100%; }
}
`
