/** How it looks; the blanks are taken out when the script is bundled. */

export const STYLE: string = `
:host {
  all: initial;
  color-scheme: light dark;
  --accent: #1a56c4;
  --on-accent: #fff;
  --background: #fff;
  --text: #1d2129;
  --radius: 10px;
  --font: system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host {
    --accent: #a3c5ff;
    --on-accent: #0b2145;
    --background: #1e2229;
    --text: #eceff4;
  }
}
:host(hallpass-consent) {
  all: initial !important;
  color-scheme: light dark !important;
  position: fixed !important;
  z-index: 2147483647 !important;
}
:host(hallpass-held) {
  max-width: 100%;
  overflow: hidden;
}
* {
  box-sizing: border-box;
}
section,
dialog,
.held {
  background: var(--background);
  color: var(--text);
  font: 0.9375em/1.5 var(--font);
  overflow-wrap: anywhere;
}
section {
  position: fixed;
  inset: auto 0 0;
  max-height: 100%;
  overflow: auto;
  box-shadow: 0 0 2em #0004;
  padding: 1em max(1.25em, env(safe-area-inset-right)) max(1em, env(safe-area-inset-bottom))
    max(1.25em, env(safe-area-inset-left));
}
.corner {
  inset: auto 1em max(1em, env(safe-area-inset-bottom));
  inset-inline-start: auto;
  width: min(27em, 100% - 2em);
  max-height: calc(100% - 2em);
  border-radius: var(--radius);
  padding: 1.25em;
}
.row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.75em 2em;
  max-width: 72em;
  margin: auto;
}
.text {
  flex: 9 24em;
}
.row .actions {
  flex: 1 33em;
}
.actions {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75em;
}
h2,
p {
  margin: 0 0 0.25em;
}
h2 {
  font-size: 1.125em;
}
a {
  color: inherit;
}
button {
  flex: 1 9em;
  min-height: 44px;
  min-width: 44px;
  padding: 0.5em;
  font: inherit;
  font-weight: 600;
  color: var(--on-accent);
  background: var(--accent);
  border: 2px solid var(--accent);
  border-radius: calc(var(--radius) * 0.6);
  cursor: pointer;
}
button:hover {
  text-decoration: underline;
}
.quiet {
  color: inherit;
  background: none;
}
:focus-visible {
  outline: 3px solid var(--text);
  outline-offset: 2px;
}
dialog {
  width: min(38em, 100% - 2em);
  max-height: calc(100% - 2em);
  padding: 0;
  border: 0;
  border-radius: var(--radius);
  box-shadow: 0 0 2em #0004;
}
dialog::backdrop {
  background: #0009;
}
dialog > * {
  padding: 1em;
}
.head,
label,
b {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 1em;
}

.head {
  padding-bottom: 0;
}
.close {
  flex: none;
  border: 0;
  padding: 0;
  margin-inline-end: -0.5em;
  font-size: 1.5em;
}
li,
dialog .actions {
  border-top: 1px solid #8886;
}
ul {
  margin: 0;
  padding-block: 0;
  list-style: none;
}
li {
  padding-bottom: 0.75em;
}
label,
b {
  min-height: 44px;
  font-weight: 600;
}
small {
  font-weight: 400;
}
input {
  appearance: none;
  flex: none;
  width: 44px;
  height: 26px;
  margin: 0;
  border-radius: 13px;
  background: #767c88;
  cursor: pointer;
}
input::before {
  content: "";
  display: block;
  width: 20px;
  height: 20px;
  margin: 3px;
  border-radius: 50%;
  background: #fff;
}
input:checked {
  background: var(--accent);
}
input:checked::before {
  margin-inline-start: 21px;
  background: var(--on-accent);
}
.held {
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 0.75em;
  height: 100%;
  overflow: auto;
  padding: 1em;
  text-align: center;
  border: 1px solid #8886;
  border-radius: var(--radius);
}
.held * {
  flex: none;
}
.held button {
  padding-inline: 1em;
}
@media (prefers-reduced-motion: no-preference) {
  section,
  dialog {
    animation: show 0.2s;
  }
  input::before {
    transition: margin 0.15s;
  }
}
@keyframes show {
  from {
    opacity: 0;
    transform: translateY(1em);
  }
}
@media (forced-colors: active) {
  section,
  dialog {
    border: 2px solid;
  }
  input {
    appearance: auto;
    width: 24px;
  }
  input::before {
    display: none;
  }
}
@media print {
  section {
    display: none;
  }
}
`
