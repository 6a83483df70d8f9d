/** The receipt of a visitor as a file to download. */
import type { Reply } from '../../http/exchange.ts'
import type { Service } from '../service.ts'
import { PRIVATE_HEADERS } from './frame.ts'

/** All that is kept of a visitor, as JSON that browsers save. */
export async function receiptReply(service: Service, visitor: string): Promise<Reply> {
  const receipt = await service.store.visitor(visitor)
  return {
    status: 200,
    headers: [
      ['content-type', 'application/json'],
      ['content-disposition', `attachment; filename="consent-${visitor.slice(0, 8)}.json"`],
      ...PRIVATE_HEADERS,
    ],
    body: `${JSON.stringify(receipt, undefined, 2)}\n`,
  }
}
