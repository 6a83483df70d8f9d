/** Buttons, fields, notices and chips. */
export const CONTROLS: string = `
form { margin: 0 }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .4375rem 1.25rem;
  border: 1px solid var(--edge); border-radius: .625rem; background: var(--card); color: var(--ink);
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, .button:hover { background: var(--tint); border-color: var(--action) }
button.main, .button.main { border-color: transparent; background: var(--action); color: var(--on-action) }
button.main:hover, .button.main:hover { background: var(--action-over) }
button.danger { border-color: transparent; background: var(--bad); color: light-dark(#ffffff, #2c0709) }
button.danger:hover { background: light-dark(#8f1620, #ffc2c5) }
.button.danger { border-color: var(--bad); color: var(--bad) }
.button.danger:hover { background: var(--bad-tint); border-color: var(--bad) }
button.small, .button.small { min-height: 2.25rem; padding: .25rem .875rem; border-radius: .5rem }
button.link { min-height: 2.25rem; padding: 0 .25rem; border: 0; background: none; color: var(--action); font-weight: 500; text-decoration: underline; text-underline-offset: .2em; text-decoration-thickness: 1px }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin-top: 1.25rem }
button:focus-visible, .button:focus-visible { border-radius: .625rem }
.actions + .hint, form + .hint, section + .hint, .two + .hint, .table + .hint { margin-top: 1rem }

label, .label { display: block; margin-bottom: .3125rem; font-weight: 600 }
.hint { margin: .3125rem 0 0; color: var(--soft); font-size: .875rem }
.field { margin: 0 0 1rem; min-width: 0 }
input:not([type=checkbox], [type=radio]), select, textarea {
  width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: var(--card); color: inherit; font: inherit;
}
textarea { min-height: 12rem; resize: vertical; line-height: 1.5 }
select { appearance: auto }
[aria-invalid=true] { border-color: var(--bad) !important; box-shadow: 0 0 0 1px var(--bad) }
.wrong { margin: .3125rem 0 0; color: var(--bad); font-size: .875rem; font-weight: 500 }
input[type=checkbox], input[type=radio] { flex: none; width: 1.25rem; height: 1.25rem; margin: .1875rem 0 0; accent-color: var(--action) }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0 }
legend { padding: 0; font-weight: 600 }
.option { display: flex; gap: .75rem; margin: 0; font-weight: 400; cursor: pointer }
.option strong { display: block }
.option .soft { display: block; font-size: .9375rem }
.options > * + * { margin-top: .75rem }

.notice { margin: 0 0 1.5rem; padding: .875rem 1.125rem; border: 1px solid var(--line); border-left: 4px solid var(--action); border-radius: .625rem; background: var(--tint) }
.notice.good { border-left-color: var(--good); background: var(--good-tint) }
.notice.bad { border-left-color: var(--bad); background: var(--bad-tint) }
form > .notice { margin: 1.25rem 0 }
.alone { margin-top: 1.25rem }
.chip { display: inline-block; padding: .0625rem .5625rem; border-radius: .75rem; background: var(--tint); font-size: .8125rem; font-weight: 600 }
.chip.good { background: var(--good-tint); color: var(--good) }
.chip.bad { background: var(--bad-tint); color: var(--bad) }
.chip.plain { background: var(--raised); color: var(--soft) }
.secret { display: block; margin: .75rem 0; padding: .75rem 1rem; border: 1px dashed var(--edge); border-radius: .5rem; background: var(--card); font-size: 1rem; user-select: all }
.command { display: block; margin-top: .75rem; padding: .625rem .875rem; border-radius: .5rem; background: var(--raised); border: 1px solid var(--line); text-align: left }
@media (max-width: 30rem) {
  .actions:not(.inline) > button, .actions:not(.inline) > .button, .actions:not(.inline) > form, .actions:not(.inline) > form > button { width: 100% }
}
`
