/** The manager: each category with what it is for. A true dialog: the browser keeps focus in it. */
import type { Category, Choices } from '../wire/categories.ts'
import type { BannerConfig } from './config.ts'
import { button, element } from './element.ts'
import { type Answers, answerButtons, policyLink } from './notice.ts'
import { choicesBy } from './stored.ts'
import type { Words } from './words.ts'

/** What it shows, and what saving does. */
export interface Managed {
  readonly categories: readonly Category[]
  readonly choices: Choices | undefined
  /** The browser asks not to be tracked, and nothing was chosen. */
  readonly gpc: boolean
  save(choices: Choices): void
}

/** The dialog, not yet open. */
export function manager(
  words: Words,
  config: BannerConfig,
  answers: Answers,
  { categories, choices, gpc, save }: Managed,
): HTMLDialogElement {
  const switches: Record<string, HTMLInputElement> = {}
  const row = (category: Category) => {
    const { id, always } = category
    const { title, description } = words.of(category)
    const about = element('p', { id: `about-${id}` }, description)
    if (always) {
      return element('li', {}, element('b', {}, title, element('small', {}, words.always)), about)
    }
    const input = element('input', { type: 'checkbox', 'aria-describedby': about.id })
    input.checked = choices?.[id] === true
    switches[id] = input
    return element('li', {}, element('label', {}, title, input), about)
  }
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'manage' },
    element(
      'div',
      { class: 'head' },
      element('h2', { id: 'manage' }, words.manage),
      Object.assign(
        button('×', () => dialog.close(), 'quiet close'),
        { ariaLabel: words.close },
      ),
    ),
    element(
      'div',
      {},
      element('p', {}, words.manageBody, ' ', policyLink(words, config)),
      gpc ? element('p', {}, words.gpc) : '',
    ),
    element('ul', { role: 'list' }, ...categories.map(row)),
    element(
      'div',
      { class: 'actions' },
      ...answerButtons(words, answers),
      button(
        words.save,
        () => save(choicesBy(categories, (id) => switches[id]?.checked === true)),
        'quiet',
      ),
    ),
  )
  return dialog
}
