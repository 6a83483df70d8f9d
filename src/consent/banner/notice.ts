/** The banner: a region of the page, not a dialog. It takes no focus and hides nothing. */
import type { Said } from './api.ts'
import type { BannerConfig } from './config.ts'
import { button, element } from './element.ts'
import { pageDocument } from './page.ts'
import type { Words } from './words.ts'

/** What its buttons do. */
export interface Answers {
  accept(): void
  reject(): void
  open(): void
  set(said: Said): void
}

/** The link to the site's page about cookies, where the banner would be in the way. */
export function policyLink(words: Words, config: BannerConfig): Node | string {
  if (!config.policyUrl) return ''
  const url = new URL(config.policyUrl, pageDocument.baseURI)
  url.searchParams.set('cp', 'hide')
  return element('a', { href: url.href }, words.policy)
}

/** The two answers, side by side and alike: to refuse is as easy as to accept. */
export function answerButtons(words: Words, { accept, reject }: Answers): HTMLButtonElement[] {
  return [button(words.onlyEssential, reject), button(words.acceptAll, accept)]
}

/** The banner's region. */
export function notice(words: Words, config: BannerConfig, answers: Answers): HTMLElement {
  return element(
    'section',
    { 'aria-labelledby': 'title', class: config.theme?.position ?? '' },
    element(
      'div',
      { class: 'row' },
      element(
        'div',
        { class: 'text' },
        element('h2', { id: 'title' }, words.title),
        element('p', {}, words.body, ' ', policyLink(words, config)),
      ),
      element(
        'div',
        { class: 'actions' },
        ...answerButtons(words, answers),
        button(words.choose, answers.open, 'quiet'),
      ),
    ),
  )
}
