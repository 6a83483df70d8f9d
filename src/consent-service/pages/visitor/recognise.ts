/** Whose page it is: the visitor of this browser, if the service still knows them. */
import { hasGpc } from '../../../consent/wire/gpc.ts'
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { html } from '../../../http/html.ts'
import type { Service } from '../../service.ts'
import type { Known } from '../../store/port.ts'
import { readVisitor } from '../../visitor-cookie.ts'
import { visitorPage } from './look.ts'

/** The visitor; undefined for a browser without the cookie, and for one who was forgotten. */
export async function recognise(service: Service, exchange: Exchange): Promise<Known | undefined> {
  const visitor = readVisitor(service, exchange)
  return visitor === undefined ? undefined : await service.store.visitor(visitor)
}

/** What somebody sees whom nobody knows. */
export function strangerPage(service: Service, exchange: Exchange): Reply {
  return visitorPage(service, {
    title: 'Your choices',
    look: 'card',
    body: html`<div class="panel">
<h1>Nothing is known of this browser</h1>
<p class="lead">There is nothing to see or to change here yet. That is so when you have not been to a site of ${service.organisation} with this browser, when it keeps no cookies, or when you had everything forgotten.</p>
<p class="lead">Until you choose, nothing but the essential is allowed. Go to one of the sites and choose there: from then on you find your choice here.</p>
${hasGpc(exchange) && html`<p class="lead">Your browser asks with the Global Privacy Control signal not to be tracked. The sites keep to that.</p>`}
</div>`,
  })
}
