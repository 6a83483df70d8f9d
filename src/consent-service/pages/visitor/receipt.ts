/** `/choices/receipt`: all that is kept of a visitor, as a file. */
import type { Handler } from '../../service.ts'
import { receiptReply } from '../receipt.ts'
import { recognise, strangerPage } from './recognise.ts'

export const visitorsReceipt: Handler = async (service, exchange) => {
  const known = await recognise(service, exchange)
  if (known === undefined) return strangerPage(service, exchange)
  return await receiptReply(service, known)
}
