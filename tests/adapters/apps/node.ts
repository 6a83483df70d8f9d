import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { mount, type NodeHandler, requireLogin } from '../../../src/node.ts'
import { type AppConfig, passFor } from './pass.ts'
import { echo, ping } from './route-sets.ts'
import { ROUTES, type Route } from './routes.ts'
import { closing, type RunningApp } from './running.ts'
import { endpoints } from './token-endpoints.ts'

/** The test app on node:http. */
export function startNode(config: AppConfig): Promise<RunningApp> {
  const handlers = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, serve(route)]))
  handlers.set('POST /form', async (request, response) => {
    response.end(JSON.stringify(Object.fromEntries(new URLSearchParams(await text(request)))))
  })
  const site = mount(passFor(config), async (request, response, hallpass) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const handler = handlers.get(`${method} ${request.url?.split('?')[0]}`)
    try {
      if (handler === undefined) response.writeHead(404).end('not found')
      else await handler(request, response, hallpass)
    } catch {
      response.writeHead(500, { 'content-type': 'text/plain' }).end('error page')
    }
  })
  const server = createServer(mount(ping, mount(echo, mount(endpoints, site))))
  return new Promise((resolve) => {
    server.listen(config.port, '127.0.0.1', () => resolve(closing(server)))
  })
}

function serve({ access, answer }: Route): NodeHandler {
  const handler: NodeHandler = async (request, response) => {
    const query = new URLSearchParams(request.url?.split('?')[1])
    const result = await answer(request.hallpass, query, request)
    if ('redirect' in result) response.writeHead(302, { location: result.redirect }).end()
    else if ('stream' in result) Readable.from(result.stream).pipe(response)
    else {
      // Both ways of giving headers.
      response.setHeader('content-type', 'application/json')
      response.writeHead(200, result.headers ?? {}).end(JSON.stringify(result.json))
    }
  }
  return access === undefined ? handler : requireLogin(access)(handler)
}
