/** `/dashboard/sites`: the sites, their keys, and the form for another. */
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { newApiKey } from '../../api-key.ts'
import { milliseconds } from '../../service.ts'
import { flashCookie } from '../flash.ts'
import { postedForm } from '../form.ts'
import { seeOther } from '../frame.ts'
import type { Desk, DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'
import { type NewSite, readNewSite } from './new-site.ts'
import { sitesView } from './sites-view.ts'

export const sites: DeskHandler = async (desk, exchange) =>
  exchange.method === 'POST' ? await add(desk, exchange) : await show(desk, exchange, undefined)

async function show(desk: Desk, exchange: Exchange, refused: NewSite | undefined): Promise<Reply> {
  const { store } = desk.service
  const all = await store.sites()
  const keys = await Promise.all(all.map(({ id }) => store.keys(id)))
  const withKeys = all.map((site, index) => ({ site, keys: keys[index] ?? [] }))
  const now = milliseconds(desk.service)
  return deskPage(desk, exchange, {
    title: 'Sites',
    section: '/dashboard/sites',
    ...(refused && { status: 400 }),
    body: (flash) => sitesView(desk, { sites: withKeys, now, newKey: flash?.key, refused }),
  })
}

async function add(desk: Desk, exchange: Exchange): Promise<Reply> {
  const { service, holder } = desk
  const form = await postedForm(service, exchange, holder)
  const asked = readNewSite(form, await service.store.sites())
  if (asked.fault !== undefined) return await show(desk, exchange, asked)
  const { origin, callback } = asked
  const { key, hash } = newApiKey()
  await service.store.addSite({ origin, callback, createdAt: milliseconds(service) }, hash)
  service.changed()
  service.ports.logger.info('a site was added in the dashboard', { origin })
  const text = `${origin} was added.`
  const flash = flashCookie(service, holder, { kind: 'good', text, key: { origin, value: key } })
  return seeOther('/dashboard/sites', flash)
}
