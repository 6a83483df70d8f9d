/**
 * How it looks; the blanks are taken out when the script is bundled. The order of the declarations
 * is the one that gzip makes the least of.
 */

export const STYLE: string = `
:host {
  all: initial;
  color-scheme: light dark;
  --font: system-ui, sans-serif;
  --text: #1d2129;
  --accent: #1a56c4;
  --on-accent: #fff;
  --background: #fff;
  --radius: 10px;
}
@media (prefers-color-scheme: dark) {
  :host {
    --background: #1e2229;
    --accent: #a3c5ff;
    --text: #eceff4;
    --on-accent: #0b2145;
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
  overflow-wrap: anywhere;
  font: 0.9375em/1.5 var(--font);
  color: var(--text);
}
section {
  box-shadow: 0 0 2em #0004;
  position: fixed;
  max-height: 100%;
  overflow: auto;
  padding: 1em max(1.25em, env(safe-area-inset-right)) max(1em, env(safe-area-inset-bottom))
    max(1.25em, env(safe-area-inset-left));
  inset: auto 0 0;
}
.corner {
  width: min(27em, 100% - 2em);
  max-height: calc(100% - 2em);
  border-radius: var(--radius);
  inset: auto 1em max(1em, env(safe-area-inset-bottom));
  inset-inline-start: auto;
  padding: 1.25em;
}
.row {
  margin: auto;
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.75em 2em;
  max-width: 72em;
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
  background: var(--accent);
  color: var(--on-accent);
  border: 2px solid var(--accent);
  cursor: pointer;
  flex: 1 9em;
  min-width: 44px;
  border-radius: calc(var(--radius) * 0.6);
  font: inherit;
  padding: 0.5em;
  min-height: 44px;
  font-weight: 600;
}
button:hover {
  text-decoration: underline;
}
.quiet {
  background: none;
  color: inherit;
}
:focus-visible {
  outline-offset: 2px;
  outline: 3px solid var(--text);
}
dialog {
  width: min(38em, 100% - 2em);
  max-height: calc(100% - 2em);
  border: 0;
  padding: 0;
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
  justify-content: space-between;
  align-items: center;
  gap: 1em;
}

.head {
  padding-bottom: 0;
}
.close {
  flex: none;
  margin-inline-end: -0.5em;
  font-size: 1.5em;
  border: 0;
  padding: 0;
}
li,
dialog .actions {
  border-top: 1px solid #8886;
}
ul {
  list-style: none;
  margin: 0;
  padding-block: 0;
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
  margin: 0;
  width: 44px;
  background: #767c88;
  cursor: pointer;
  flex: none;
  height: 26px;
  border-radius: 13px;
}
input::before {
  display: block;
  height: 20px;
  border-radius: 50%;
  width: 20px;
  background: #fff;
  content: "";
  margin: 3px;
}
input:checked {
  background: var(--accent);
}
input:checked::before {
  margin-inline-start: 21px;
  background: var(--on-accent);
}
.held {
  border: 1px solid #8886;
  border-radius: var(--radius);
  display: flex;
  justify-content: center;
  gap: 0.75em;
  flex-direction: column;
  align-items: center;
  text-align: center;
  height: 100%;
  overflow: auto;
  padding: 1em;
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
    transform: translateY(1em);
    opacity: 0;
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
