/** The form in which a version of the policy is written. */
import type { Category } from '../../../consent/wire/categories.ts'
import { type Html, html } from '../../../http/html.ts'
import { wordsOf } from '../categories.ts'
import { formToken } from '../form.ts'
import type { Desk } from './desk.ts'
import type { Draft } from './policy-form.ts'

/** Empty rows for more categories: a page without a script cannot add any. */
const SPARE = 2

export function draftView(
  { service, holder }: Desk,
  { text, categories, material }: Draft,
  faults: readonly string[],
): Html {
  const rows: readonly Category[] = [...categories, ...Array(SPARE).fill({ id: '' })]
  return html`<div class="head"><p class="small"><a href="/dashboard/policy">Policy</a></p><h1>New version</h1>
<p class="lead">Nothing changes for visitors until you have seen the preview and publish it there.</p></div>
${faults.length > 0 && faultList(faults)}
<form method="post" action="/dashboard/policy/new" class="draft">${formToken(service, holder)}
<div class="panel"><div class="field"><label for="text">Text</label><textarea id="text" name="text" rows="14" required aria-describedby="text-hint">${'\n'}${text}</textarea>
<p class="hint" id="text-hint">Plain text; an empty line begins a new paragraph. HTML is shown as it is written.</p></div></div>
<section><h2>Categories</h2><p class="soft">What visitors agree to or refuse as one. Rows left empty are left out.</p>
${rows.map(categoryFields)}</section>
<section><h2>Change</h2><fieldset class="panel options"><legend class="hidden">Kind of change</legend>
${option('material', 'Of substance', 'Everybody is asked again, on every site.', material === true)}
${option('wording', 'Of wording only', 'Nobody is asked again; choices that were made go on.', material === false)}
</fieldset></section>
<div class="actions"><button class="main" name="step" value="preview">Preview</button><a class="button" href="/dashboard/policy">Cancel</a></div>
</form>`
}

function faultList(faults: readonly string[]): Html {
  return html`<div class="notice bad" role="alert"><p><strong>Nothing was published yet.</strong></p><ul class="faults">${faults.map((fault) => html`<li>${fault}</li>`)}</ul></div>`
}

const KINDS = [
  { value: '', name: 'asked; old clients do not know it' },
  { value: 'performance', name: 'asked; performance to old clients' },
  { value: 'functionality', name: 'asked; functionality to old clients' },
  { value: 'always', name: 'always on, nobody is asked' },
]

function categoryFields(category: Category, index: number): Html {
  const { id, title = '', description = '', always, classic = '' } = category
  const kind = always === true ? 'always' : classic
  // What visitors read where nothing is written.
  const words = id !== '' && wordsOf({ id })
  const name = id === '' ? 'Another category' : `Category ${id}`
  const field = (key: string) => `${key}-${index}`
  return html`<fieldset class="panel category"><legend class="hidden">${name}</legend><div class="fields">
<div class="field"><label for="${field('id')}">Id</label><input id="${field('id')}" name="id" value="${id}" maxlength="40" autocapitalize="off" spellcheck="false"></div>
<div class="field"><label for="${field('title')}">Title</label><input id="${field('title')}" name="title" value="${title}" maxlength="200"${words && html` placeholder="${words.title}"`}></div>
<div class="field"><label for="${field('kind')}">Asked</label><select id="${field('kind')}" name="kind">${KINDS.map(({ value, name: label }) => html`<option value="${value}"${value === kind && html` selected`}>${label}</option>`)}</select></div>
<div class="field across"><label for="${field('description')}">Description</label><input id="${field('description')}" name="description" value="${description}" maxlength="1000"${words && html` placeholder="${words.description}"`}></div>
</div></fieldset>`
}

function option(value: string, title: string, description: string, checked: boolean): Html {
  return html`<label class="option"><input type="radio" name="change" value="${value}" required${checked && html` checked`}><span><strong>${title}</strong><span class="soft">${description}</span></span></label>`
}
