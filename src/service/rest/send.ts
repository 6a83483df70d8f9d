/** Sends an answer through node:http. */
import type { ServerResponse } from 'node:http'
import { type JsonAnswer, textOf } from './answer.ts'

/** Node leaves the body out for HEAD. */
export function sendJson(response: ServerResponse, answer: JsonAnswer): void {
  if (response.headersSent) return
  const text = textOf(answer)
  response.statusCode = answer.status
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  response.setHeader('content-length', Buffer.byteLength(text))
  response.end(text)
}
