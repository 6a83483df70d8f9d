/** An app behind the guard, which writes down what reached it. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

export interface Upstream {
  readonly url: string
  readonly port: number
  readonly seen: Seen[]
  close(): Promise<void>
}

/** Starts an app that says where it was asked; `answer` says something else. */
export async function upstream(
  t: TestContext,
  answer: RequestListener = (request, response) => response.end(`app at ${request.url}`),
  port = 0,
): Promise<Upstream> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers })
    answer(request, response)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
    return closed
  }
  t.after(close)
  const got = (server.address() as AddressInfo).port
  return { url: `http://127.0.0.1:${got}`, port: got, seen, close }
}
