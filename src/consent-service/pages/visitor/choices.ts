/** `/choices`: what a visitor agreed to, and the form that changes it. */
import { hasGpc } from '../../../consent/wire/gpc.ts'
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { inForce } from '../../policy.ts'
import { type Handler, milliseconds, type Service } from '../../service.ts'
import type { Known } from '../../store/port.ts'
import { writeVisitor } from '../../visitor-cookie.ts'
import { takeFlash } from '../flash.ts'
import { choicesView } from './choices-view.ts'
import { visitorPage } from './look.ts'
import { recognise, strangerPage } from './recognise.ts'
import { saveChoices } from './save.ts'

/** How many changes the page shows; the receipt has all of them. */
const SHOWN = 50

export const choices: Handler = async (service, exchange) => {
  const known = await recognise(service, exchange)
  if (known === undefined) return strangerPage(service, exchange)
  return exchange.method === 'POST'
    ? await saveChoices(service, exchange, known)
    : await show(service, exchange, known)
}

async function show(service: Service, exchange: Exchange, known: Known): Promise<Reply> {
  const { store } = service
  const [policies, sites, siteIds, entries] = await Promise.all([
    store.policies(),
    store.sites(),
    store.sitesOf(known.visitor),
    store.log({ visitor: known.visitor, limit: SHOWN + 1 }),
  ])
  const { flash, headers } = takeFlash(service, exchange, known.visitor)
  return visitorPage(service, {
    title: 'Your choices',
    flash,
    body: choicesView(service, {
      known,
      policy: inForce(policies),
      sites,
      siteIds,
      entries: entries.slice(0, SHOWN),
      more: entries.length > SHOWN,
      signal: hasGpc(exchange),
      now: milliseconds(service),
    }),
    // Another year from now, and under the newest key.
    headers: [...headers, ...writeVisitor(service, known.visitor)],
  })
}
