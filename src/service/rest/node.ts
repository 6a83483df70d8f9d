/** node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RestContext } from './create.ts'
import { valueAnswer } from './fetch.ts'
import { sendJson } from './send.ts'

/** What answers a request; what it gives is sent as JSON, unless it answered by itself. */
export type NodeHandler<Rest extends readonly unknown[]> = (
  request: IncomingMessage,
  response: ServerResponse,
  ...rest: Rest
) => unknown

export function nodeRest<Rest extends readonly unknown[]>(
  context: RestContext,
  handler: NodeHandler<Rest>,
): NodeHandler<Rest> {
  return async (request, response, ...rest) => {
    try {
      const given = await handler(request, response, ...rest)
      if (given === undefined || given === response) return
      sendJson(response, valueAnswer(given, context))
    } catch (error) {
      const answer = context.errorAnswer(error)
      if (response.headersSent) response.destroy()
      else sendJson(response, answer)
    }
  }
}
