/** The frame of a visitor's pages. */
import type { HeaderList, Reply } from '../../../http/exchange.ts'
import { type HtmlValue, html } from '../../../http/html.ts'
import type { Service } from '../../service.ts'
import type { Flash } from '../flash.ts'
import { pageReply } from '../frame.ts'

interface Content {
  readonly title: string
  readonly body: HtmlValue
  readonly look?: 'column' | 'card'
  readonly flash?: Flash | undefined
  readonly headers?: HeaderList
}

/** A page for a visitor. */
export function visitorPage(service: Service, content: Content): Reply {
  return pageReply({
    look: 'column',
    ...content,
    organisation: service.organisation,
    home: '/',
    footer: html`${service.organisation} keeps one choice for all of its sites. <a href="/choices">Your choices</a>`,
  })
}
