/** Elements without HTML text: a strict Content-Security-Policy and Trusted Types let them be. */

import { pageDocument } from './page.ts'

/** An element with attributes and children. */
export function element<Name extends string>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): Name extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Name] : HTMLElement {
  const made: HTMLElement = pageDocument.createElement(name)
  for (const key in attributes) made.setAttribute(key, attributes[key] as string)
  made.append(...children)
  return made as ReturnType<typeof element<Name>>
}

/** A button that does one thing, outside of any form. `kind` is a class of the style. */
export function button(label: string, act: () => void, kind = ''): HTMLButtonElement {
  const made = element('button', { class: kind }, label)
  made.onclick = act
  return made
}
