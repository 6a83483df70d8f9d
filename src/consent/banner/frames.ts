/** Frames that wait until their category is allowed: `<iframe data-consent="…" data-src="…">`. */
import type { Said } from './api.ts'
import { allows, categories } from './consent.ts'
import { button, element } from './element.ts'
import { pageDocument } from './page.ts'
import { styledRoot } from './root.ts'
import type { Words } from './words.ts'

const held = new Map<HTMLIFrameElement, HTMLElement>()

/**
 * Loads the frames that are allowed, and puts something in the place of the others.
 *
 * @param set - The visitor allows a category from there.
 */
export function loadFrames(words: Words, set: (said: Said) => void): void {
  for (const frame of pageDocument.querySelectorAll<HTMLIFrameElement>(
    'iframe[data-consent][data-src]',
  )) {
    const { consent = '', src = '' } = frame.dataset
    // A frame of `javascript:` would run in this page.
    if (!/^https?:/.test(element('a', { href: src }).protocol)) continue
    if (allows(consent)) {
      frame.src = src
      frame.removeAttribute('data-src')
      held.get(frame)?.remove()
      if (held.delete(frame)) frame.hidden = false
    } else if (!held.has(frame)) held.set(frame, placeholder(frame, consent, words, set))
  }
}

/** Looks again how large they are: a style sheet may come after this script. */
export function fitFrames(): void {
  held.forEach(fit)
}

const PLACE = ['position', 'inset', 'margin', 'float'] as const

/** As large as the frame and where it is, so that nothing moves when it comes. */
function fit(place: HTMLElement, frame: HTMLIFrameElement): void {
  const { style } = place
  // Out of the way, though not gone: its button may have the focus.
  style.position = 'absolute'
  frame.hidden = false
  const look = getComputedStyle(frame)
  for (const name of PLACE) style[name] = look[name]
  style.width = `${frame.offsetWidth || 300}px`
  style.height = `${frame.offsetHeight || 150}px`
  style.display = look.display.replace(/^inline$/, 'inline-block')
  frame.hidden = true
}

function placeholder(
  frame: HTMLIFrameElement,
  id: string,
  words: Words,
  set: (said: Said) => void,
): HTMLElement {
  const place = element('hallpass-held')
  const category = categories.find((one) => one.id === id) ?? { id }
  const text = words.held.replace('{category}', words.of(category).title)
  const allow = () => {
    set({ [id]: true })
    frame.focus()
  }
  styledRoot(place).append(
    element(
      'div',
      { role: 'group', class: 'held', 'aria-label': frame.title || text },
      element('p', {}, text),
      button(words.allow, allow),
    ),
  )
  frame.before(place)
  fit(place, frame)
  return place
}
