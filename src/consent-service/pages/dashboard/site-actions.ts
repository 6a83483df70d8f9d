/** `/dashboard/sites/rotate` and `/dashboard/sites/remove`. */
import { HallpassError } from '../../../errors.ts'
import type { Exchange } from '../../../http/exchange.ts'
import { single } from '../../../http/form.ts'
import { newApiKey } from '../../api-key.ts'
import { milliseconds } from '../../service.ts'
import type { Site } from '../../store/port.ts'
import { flashCookie } from '../flash.ts'
import { postedForm } from '../form.ts'
import { seeOther } from '../frame.ts'
import type { Desk, DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'
import { queryOf } from './query.ts'
import { GRACES, removeView } from './sites-view.ts'

/** Makes a site another key; the old ones are taken for a while longer. */
export const rotate: DeskHandler = async (desk, exchange) => {
  if (exchange.method !== 'POST') return seeOther('/dashboard/sites')
  const { service, holder } = desk
  const form = await postedForm(service, exchange, holder)
  const { id, origin } = await siteOf(desk, single(form, 'id'))
  const grace = GRACES.find(({ seconds }) => String(seconds) === single(form, 'grace'))
  if (grace === undefined) {
    throw new HallpassError('bad_request', 'The form does not say how long the old keys are taken.')
  }
  const now = milliseconds(service)
  const { key, hash } = newApiKey()
  await service.store.addKey(id, hash, now, now + grace.seconds * 1000)
  service.changed()
  service.ports.logger.info('a site got a new key in the dashboard', { origin })
  const text = `${origin} has a new key.`
  const flash = flashCookie(service, holder, { kind: 'good', text, key: { origin, value: key } })
  return seeOther('/dashboard/sites', flash)
}

/** Asks, then removes a site. */
export const remove: DeskHandler = async (desk, exchange) =>
  exchange.method === 'POST' ? await removeSite(desk, exchange) : await ask(desk, exchange)

async function ask(desk: Desk, exchange: Exchange) {
  const site = await siteOf(desk, queryOf(exchange).get('id') ?? undefined)
  const keys = await desk.service.store.keys(site.id)
  const now = milliseconds(desk.service)
  const live = keys.filter(({ endsAt }) => endsAt === undefined || endsAt > now).length
  return deskPage(desk, exchange, {
    title: `Remove ${site.origin}?`,
    section: '/dashboard/sites',
    body: removeView(desk, site, live),
  })
}

async function removeSite(desk: Desk, exchange: Exchange) {
  const { service, holder } = desk
  const form = await postedForm(service, exchange, holder)
  const { id, origin } = await siteOf(desk, single(form, 'id'))
  await service.store.removeSite(id)
  service.changed()
  service.ports.logger.info('a site was removed in the dashboard', { origin })
  const flash = flashCookie(service, holder, { kind: 'good', text: `${origin} was removed.` })
  return seeOther('/dashboard/sites', flash)
}

/** @throws `unknown_site` */
async function siteOf({ service }: Desk, id: string | undefined): Promise<Site> {
  const site = (await service.store.sites()).find((one) => one.id === id)
  if (site === undefined) throw new HallpassError('unknown_site', 'There is no such site.')
  return site
}
