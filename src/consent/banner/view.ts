/** What is on the page: banner and manager, and where focus goes back to. */
import type { BannerConfig } from './config.ts'
import { element } from './element.ts'
import { manager } from './manager.ts'
import { type Answers, notice } from './notice.ts'
import { pageDocument } from './page.ts'
import { styledRoot } from './root.ts'
import type { Words } from './words.ts'

/** Banner and manager of a page. */
export interface View {
  /** Shows the banner. */
  ask(): void
  /** Opens the manager; focus returns to `from`, else to what has it now. */
  manage(from?: Element | null): void
  /** Takes both away. */
  close(): void
}

/** Makes the view; first in the page, so that Tab reaches it first. */
export function makeView(words: Words, config: BannerConfig, answers: Answers): View {
  const host = element('hallpass-consent', { lang: words.language, dir: words.direction })
  const root = styledRoot(host)
  // In the page before what it is to announce.
  const live = element('div', { 'aria-live': 'polite' })
  root.append(live)
  pageDocument.body.prepend(host)
  let dialog: HTMLDialogElement | undefined
  let back: EventTarget | null = null

  const focusFirst = (...targets: (EventTarget | null)[]) =>
    (targets as (HTMLElement | null)[]).find((target) => target?.isConnected)?.focus()

  live.addEventListener('focusin', ({ relatedTarget }) => {
    if (!root.contains(relatedTarget as Node | null)) back = relatedTarget
  })

  return {
    ask: () => live.replaceChildren(notice(words, config, answers)),
    manage: (from = root.activeElement ?? pageDocument.activeElement) => {
      if (dialog) return
      const opened = manager(words, config, answers)
      dialog = opened
      opened.onclose = () => {
        dialog = undefined
        opened.remove()
        focusFirst(from, back)
      }
      root.append(opened)
      opened.showModal()
    },
    close: () => {
      const had = root.activeElement
      live.replaceChildren()
      if (dialog) dialog.close()
      else if (had) focusFirst(back)
    },
  }
}
