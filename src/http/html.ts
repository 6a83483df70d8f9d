/** HTML as values: text put into a template is escaped, a template in a template is not. */
import { escapeHtml } from './page-html.ts'

/** A piece of finished HTML. Only `html` makes one, so that text cannot pass for it. */
export class Html {
  readonly #text: string

  constructor(parts: readonly string[]) {
    this.#text = parts.join('')
  }

  toString(): string {
    return this.#text
  }
}

/** What a template takes: text and numbers are escaped; `undefined` and `false` are nothing. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[]

/**
 * A template whose values are escaped, in content and in quoted attributes.
 *
 * @example
 * html`<p title="${origin}">${origin}</p>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.map((part, index) => part + text(values[index])))
}

function text(value: HtmlValue): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  return value instanceof Html ? value.toString() : value.map(text).join('')
}
