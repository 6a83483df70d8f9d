/** What is asked about, in the words of pages. */
import type { Category, Choices } from '../../consent/wire/categories.ts'
import { type Html, html } from '../../http/html.ts'
import { asked, grants } from '../policy.ts'

interface Words {
  readonly title: string
  readonly description: string
}

const ESSENTIAL: Words = {
  title: 'Essential',
  description: 'Needed for the sites to work: signing in, safety, remembering this choice.',
}
const CLASSIC: Readonly<Record<'performance' | 'functionality', Words>> = {
  performance: {
    title: 'Performance',
    description: 'Measures how the sites are used, so that they can be improved.',
  },
  functionality: {
    title: 'Functionality',
    description: 'Remembers how you like the sites, and shows content of other services.',
  },
}

/** The title and description of a category; the classic ones have words of their own. */
export function wordsOf({ id, title, description }: Category): Words {
  const known = id === 'essential' ? ESSENTIAL : classicWords(id)
  return {
    title: title ?? known?.title ?? id,
    description: description ?? known?.description ?? '',
  }
}

function classicWords(id: string): Words | undefined {
  return id === 'performance' || id === 'functionality' ? CLASSIC[id] : undefined
}

/** The categories that a visitor agreed to and those they refused, as a list of marks. */
export function choiceList(choices: Choices, categories: readonly Category[]): Html {
  const ids = new Set([...asked(categories).map(({ id }) => id), ...Object.keys(choices)])
  const titles = new Map(categories.map((category) => [category.id, wordsOf(category).title]))
  const items = [...ids].map((id) => {
    const granted = grants(choices, id)
    const title = titles.get(id) ?? id
    return html`<li class="${granted ? 'yes' : 'no'}"><span aria-hidden="true">${granted ? '✓' : '–'}</span> ${title}<span class="hidden">: ${granted ? 'agreed' : 'refused'}</span></li>`
  })
  return html`<ul class="marks">${items}</ul>`
}
