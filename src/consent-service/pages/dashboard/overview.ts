/** `/dashboard`: the numbers that matter, over time and by site. */
import { milliseconds } from '../../service.ts'
import { DAY } from '../charts/figures.ts'
import type { DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'
import { overviewView } from './overview-view.ts'
import { queryOf } from './query.ts'

/** The ranges that can be looked at, in days. */
export const RANGES = [7, 30, 90, 365] as const

export const overview: DeskHandler = async (desk, exchange) => {
  const { service } = desk
  const asked = Number(queryOf(exchange).get('days'))
  const days = RANGES.find((one) => one === asked) ?? 30
  const now = milliseconds(service)
  // Each number is compared with that of the period before it.
  const from = (Math.floor(now / DAY) - Math.max(2 * days, 60)) * DAY
  const [rates, counts, sites, policies] = await Promise.all([
    service.store.rates({ from, to: now + 1 }),
    service.store.counts(),
    service.store.sites(),
    service.store.policies(),
  ])
  return deskPage(desk, exchange, {
    title: 'Overview',
    section: '/dashboard',
    body: overviewView({ days, now, rates, counts, sites, policies: policies.length }),
  })
}
