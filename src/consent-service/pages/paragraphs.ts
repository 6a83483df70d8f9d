/** The text of a policy, as it was written. */
import { type Html, html } from '../../http/html.ts'

/**
 * Text that an operator wrote, as paragraphs: an empty line ends one, a line break stays. Nothing
 * in it is read as HTML.
 */
export function paragraphs(written: string): Html {
  const blocks = written
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
  return html`${blocks.map((block) => html`<p>${lines(block)}</p>`)}`
}

function lines(block: string): readonly Html[] {
  return block.split('\n').map((line, index) => html`${index > 0 && html`<br>`}${line}`)
}
