/** The proxy's own answer, where there is none of an app. */
import type { ServerResponse } from 'node:http'
import { sendReply } from '../../adapters/node-exchange.ts'
import { isHallpassError } from '../../errors.ts'
import { faultReply } from '../../http/fault.ts'
import type { Admitted } from './admitted.ts'

/**
 * Answers with what went wrong; what the session has to write is written all the same.
 *
 * @throws what is no error of hallpass's
 */
export function refuse(response: ServerResponse, admitted: Admitted, error: unknown): void {
  if (!isHallpassError(error)) throw error
  const { exchange, trail } = admitted
  trail.reason = error.code
  trail.status = error.status
  const reply = admitted.dress(faultReply(exchange, error, { headers: admitted.commit() }))
  trail.bytes = Buffer.byteLength(reply.body ?? '')
  sendReply(response, reply)
}
