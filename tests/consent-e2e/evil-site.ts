/** A site that means harm: a page of its choice, and a list of who came by. */
import { createServer } from 'node:http'
import type { TestContext } from 'node:test'
import { freePorts } from '../support/free-ports.ts'

/** A site that runs until the test ends. */
export interface EvilSite {
  readonly origin: string
  /** Its host with its port; any name that ends in `.localhost` with this port is it too. */
  readonly host: string
  readonly port: number
  /** The paths that it was asked for. */
  readonly asked: string[]
  /** What its page holds from now on. */
  page(html: string): void
}

export async function evilSite(t: TestContext): Promise<EvilSite> {
  let html = ''
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><title>Evil</title>${html}`)
  })
  const [port = 0] = await freePorts(1)
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `evil.localhost:${port}`
  return {
    origin: `http://${host}`,
    host,
    port,
    asked,
    page: (given) => {
      html = given
    },
  }
}
