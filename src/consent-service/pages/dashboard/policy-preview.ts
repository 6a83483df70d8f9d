/** A version of the policy as visitors will see it, before it is published. */
import type { Category } from '../../../consent/wire/categories.ts'
import { type Html, html } from '../../../http/html.ts'
import { formToken } from '../form.ts'
import { paragraphs } from '../paragraphs.ts'
import type { Desk } from './desk.ts'
import type { Draft } from './policy-form.ts'
import { categoryList } from './policy-view.ts'

/** @param version - The number that it gets unless somebody else publishes first. */
export function previewView({ service, holder }: Desk, draft: Draft, version: number): Html {
  return html`<div class="head"><h1>Preview of version ${version}</h1>
<p class="lead">${
    draft.material
      ? 'A change of substance: once it is published, everybody is asked again, on every site.'
      : 'A change of wording: nobody is asked again, and choices that were made go on.'
  }</p></div>
<div class="panel"><h2>Text</h2><div class="text">${paragraphs(draft.text)}</div>
<h2 class="apart">Categories</h2>${categoryList(draft.categories)}</div>
<form method="post" action="/dashboard/policy/new">${formToken(service, holder)}${hidden(draft)}
<div class="actions"><button class="main" name="step" value="publish">Publish version ${version}</button><button name="step" value="edit">Go on editing</button></div></form>`
}

function hidden({ text, categories, material }: Draft): Html {
  const field = (name: string, value: string) =>
    html`<input type="hidden" name="${name}" value="${value}">`
  return html`<textarea name="text" hidden aria-hidden="true">${'\n'}${text}</textarea>${field('change', material ? 'material' : 'wording')}${categories.map(
    (category) =>
      html`${field('id', category.id)}${field('title', category.title ?? '')}${field('description', category.description ?? '')}${field('kind', kindOf(category))}`,
  )}`
}

function kindOf({ always, classic }: Category): string {
  return always === true ? 'always' : (classic ?? '')
}
