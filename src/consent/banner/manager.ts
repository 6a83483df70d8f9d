/** The manager: each category with what it is for. A true dialog: the browser keeps focus in it. */
import type { Category } from '../wire/categories.ts'
import type { BannerConfig } from './config.ts'
import { categories, currentChoices, signalled } from './consent.ts'
import { button, element } from './element.ts'
import { type Answers, answerButtons, policyLink } from './notice.ts'
import { choicesBy } from './stored.ts'
import type { Words } from './words.ts'

/** The dialog, not yet open. */
export function manager(words: Words, config: BannerConfig, answers: Answers): HTMLDialogElement {
  const choices = currentChoices()
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
  // All the first time. Of what was not touched there may be a newer choice elsewhere.
  const changed = (id: string) => {
    const checked = switches[id]?.checked
    return checked === choices?.[id] ? undefined : checked
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
      signalled() ? element('p', {}, words.gpc) : '',
    ),
    element('ul', { role: 'list' }, ...categories.map(row)),
    element(
      'div',
      { class: 'actions' },
      ...answerButtons(words, answers),
      button(words.save, () => answers.set(choicesBy(categories, changed)), 'quiet'),
    ),
  )
  return dialog
}
