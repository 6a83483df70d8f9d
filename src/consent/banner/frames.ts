/** Frames that wait until their category is allowed: `<iframe data-consent="…" data-src="…">`. */
import { button, element } from './element.ts'
import { styledRoot } from './root.ts'

const held = new Map<HTMLIFrameElement, HTMLElement>()

/** What a person reads in the place of a frame. */
export interface HeldTexts {
  readonly text: string
  readonly allow: string
}

/**
 * Loads the frames that are allowed, and puts something in the place of the others.
 *
 * @param textsOf - For the categories that a frame names.
 * @param allow - The visitor allows them from there.
 */
export function loadFrames(
  allows: (ids: string) => boolean,
  textsOf: (ids: string) => HeldTexts,
  allow: (ids: string) => void,
): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(
    'iframe[data-consent][data-src]',
  )) {
    const { consent = '', src = '' } = frame.dataset
    if (allows(consent)) {
      frame.src = src
      frame.removeAttribute('data-src')
      held.get(frame)?.remove()
      if (held.delete(frame)) frame.hidden = false
    } else if (!held.has(frame)) {
      held.set(
        frame,
        placeholder(frame, textsOf(consent), () => {
          allow(consent)
          frame.focus()
        }),
      )
    }
  }
}

const PLACE = ['position', 'inset', 'margin', 'float', 'flex', 'grid-area', 'align-self'] as const

/** As large as the frame and where it is, so that nothing moves when it comes. */
function placeholder(frame: HTMLIFrameElement, texts: HeldTexts, allow: () => void): HTMLElement {
  const look = getComputedStyle(frame)
  const place = element('hallpass-held')
  const { style } = place
  for (const name of PLACE) style.setProperty(name, look.getPropertyValue(name))
  style.display = look.display === 'inline' ? 'inline-block' : look.display
  style.width = `${frame.offsetWidth || 300}px`
  style.height = `${frame.offsetHeight || 150}px`
  styledRoot(place).append(
    element(
      'div',
      { role: 'group', class: 'held', 'aria-label': frame.title || texts.text },
      element('p', {}, texts.text),
      button(texts.allow, allow),
    ),
  )
  frame.before(place)
  frame.hidden = true
  return place
}
