/** `/dashboard/visitor`: what is known of a visitor, by the number that they named. */
import { HallpassError } from '../../../errors.ts'
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { single } from '../../../http/form.ts'
import { inForce } from '../../policy.ts'
import { milliseconds } from '../../service.ts'
import type { Known } from '../../store/port.ts'
import { isVisitorId } from '../../uuid.ts'
import { flashCookie } from '../flash.ts'
import { postedForm } from '../form.ts'
import { seeOther } from '../frame.ts'
import { receiptReply } from '../receipt.ts'
import type { Desk, DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'
import { queryOf } from './query.ts'
import { deleteView, searchView, visitorView } from './visitor-view.ts'

const SECTION = '/dashboard/visitor'
/** How many changes the page shows; the receipt has all of them. */
const SHOWN = 200

export const visitor: DeskHandler = async (desk, exchange) => {
  const { store } = desk.service
  const id = idOf(exchange)
  const known = isVisitorId(id) ? await store.visitor(id) : undefined
  if (known === undefined) {
    return deskPage(desk, exchange, {
      title: 'Visitors',
      section: SECTION,
      status: id === '' ? 200 : 404,
      body: searchView(id),
    })
  }
  const [policies, sites, siteIds, entries] = await Promise.all([
    store.policies(),
    store.sites(),
    store.sitesOf(id),
    store.log({ visitor: id, limit: SHOWN }),
  ])
  return deskPage(desk, exchange, {
    title: `Visitor ${id.slice(0, 8)}`,
    section: SECTION,
    body: visitorView({ known, policy: inForce(policies), sites, siteIds, entries }),
  })
}

/** The receipt of a visitor, for who asks the organisation for their data. */
export const visitorReceipt: DeskHandler = async (desk, exchange) => {
  return await receiptReply(desk.service, await knownOf(desk, idOf(exchange)))
}

/** Asks, then erases what can be read of a visitor. */
export const visitorDelete: DeskHandler = async (desk, exchange) => {
  if (exchange.method === 'POST') return await erase(desk, exchange)
  const known = await knownOf(desk, idOf(exchange))
  return deskPage(desk, exchange, {
    title: 'Delete this visitor?',
    section: SECTION,
    body: deleteView(desk, known.visitor),
  })
}

async function erase(desk: Desk, exchange: Exchange): Promise<Reply> {
  const { service, holder } = desk
  const form = await postedForm(service, exchange, holder)
  const { visitor: id } = await knownOf(desk, single(form, 'id') ?? '')
  await service.store.forget(id, milliseconds(service))
  service.ports.logger.info('a visitor was deleted in the dashboard')
  const text = 'The visitor was deleted. Their sites ask them again.'
  return seeOther(SECTION, flashCookie(service, holder, { kind: 'good', text }))
}

function idOf(exchange: Exchange): string {
  return (queryOf(exchange).get('id') ?? '').trim().toLowerCase()
}

/** @throws `unknown_visitor` */
async function knownOf({ service }: Desk, id: string): Promise<Known> {
  const known = isVisitorId(id) ? await service.store.visitor(id) : undefined
  if (known === undefined) throw new HallpassError('unknown_visitor', 'There is no such visitor.')
  return known
}
