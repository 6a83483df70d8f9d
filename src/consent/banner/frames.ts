/** Frames that wait until their category is allowed: `<iframe data-consent="…" data-src="…">`. */
import { button, element } from './element.ts'
import { styledRoot } from './root.ts'

const held = new Map<HTMLIFrameElement, HTMLElement>()

/** What may be loaded, and what is in the place of the rest. */
export interface Gate {
  allows(id: string): boolean
  /** The visitor allows a category from there. */
  allow(id: string): void
  /** What a person reads there, and the button's label. */
  text(id: string): string
  readonly label: string
}

/** Loads the frames that are allowed, and puts something in the place of the others. */
export function loadFrames(gate: Gate): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(
    'iframe[data-consent][data-src]',
  )) {
    const { consent = '', src = '' } = frame.dataset
    if (gate.allows(consent)) {
      frame.src = src
      frame.removeAttribute('data-src')
      held.get(frame)?.remove()
      if (held.delete(frame)) frame.hidden = false
    } else if (!held.has(frame)) held.set(frame, placeholder(frame, consent, gate))
  }
}

const PLACE = ['position', 'inset', 'margin', 'float'] as const

/** As large as the frame and where it is, so that nothing moves when it comes. */
function placeholder(frame: HTMLIFrameElement, id: string, gate: Gate): HTMLElement {
  const look = getComputedStyle(frame)
  const place = element('hallpass-held')
  const { style } = place
  for (const name of PLACE) style[name] = look[name]
  style.display = look.display === 'inline' ? 'inline-block' : look.display
  style.width = `${frame.offsetWidth || 300}px`
  style.height = `${frame.offsetHeight || 150}px`
  const text = gate.text(id)
  const allow = () => {
    gate.allow(id)
    frame.focus()
  }
  styledRoot(place).append(
    element(
      'div',
      { role: 'group', class: 'held', 'aria-label': frame.title || text },
      element('p', {}, text),
      button(gate.label, allow),
    ),
  )
  frame.before(place)
  frame.hidden = true
  return place
}
