/** One request through node:http. */
import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { World } from './world.ts'

/** What came back. */
export type Sent = {
  readonly status: number
  readonly answer: IncomingMessage
  readonly body: string
}

/** One request through node:http, with a body or without. */
export async function send(
  { port }: World,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
    agent,
  }: {
    method?: string
    headers?: Record<string, string>
    body?: string | Buffer
    agent?: Agent
  } = {},
): Promise<Sent> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { host: `shop.localhost:${port}`, ...headers },
    ...(agent && { agent }),
  })
  outgoing.end(body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 0, answer, body: await text(answer) }
}
