/** The receipt of a visitor as a file to download. */
import { isoTimestamp } from '../../consent/wire/timestamp.ts'
import type { Reply } from '../../http/exchange.ts'
import { receiptOf } from '../log/receipt.ts'
import type { Service } from '../service.ts'
import type { Known } from '../store/port.ts'
import { PRIVATE_HEADERS } from './frame.ts'
import { siteName } from './text.ts'

/**
 * All that is kept of a visitor, as JSON that browsers save: the receipt of their log entries,
 * which `verifyReceipt` checks, with what is kept beside it.
 */
export async function receiptReply(service: Service, known: Known): Promise<Reply> {
  const { store } = service
  const { visitor, since, choice } = known
  const [receipt, siteIds, sites] = await Promise.all([
    receiptOf(store, visitor),
    store.sitesOf(visitor),
    store.sites(),
  ])
  const kept = {
    ...receipt,
    known_since: isoTimestamp(since),
    known_on: siteIds.map((id) => siteName(id, sites)),
    choice: choice && { ...choice, updatedAt: isoTimestamp(choice.updatedAt) },
  }
  return {
    status: 200,
    headers: [
      ['content-type', 'application/json'],
      ['content-disposition', `attachment; filename="consent-${visitor.slice(0, 8)}.json"`],
      ...PRIVATE_HEADERS,
    ],
    body: `${JSON.stringify(kept, undefined, 2)}\n`,
  }
}
