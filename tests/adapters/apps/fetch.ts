/** The test app as a `fetch` function, for Node, Bun, Deno and workerd. */
import { type FetchHandler, mount, requireLogin } from '../../../src/fetch.ts'
import { type AppConfig, passFor } from './pass.ts'
import { echo, ping } from './route-sets.ts'
import { ROUTES, type Route } from './routes.ts'
import { endpoints } from './token-endpoints.ts'

type Fetch = (request: Request, ...platform: unknown[]) => Response | Promise<Response>

export function fetchApp(config: AppConfig): Fetch {
  const handlers = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, serve(route)]))
  handlers.set('POST /form', async (request) =>
    Response.json(Object.fromEntries(new URLSearchParams(await request.text()))),
  )
  const site = mount(passFor(config), async (request, hallpass, ...platform: unknown[]) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const handler = handlers.get(`${method} ${new URL(request.url).pathname}`)
    if (handler === undefined) return new Response('not found', { status: 404 })
    try {
      return await handler(request, hallpass, ...platform)
    } catch {
      return new Response('error page', { status: 500 })
    }
  })
  return mount(ping, mount(echo, mount(endpoints, site)))
}

function serve({ access, answer }: Route): FetchHandler<unknown[]> {
  const handler: FetchHandler<unknown[]> = async (request, hallpass) => {
    const { searchParams } = new URL(request.url)
    const result = await answer(hallpass, searchParams, request)
    // Its headers are immutable, as those of a `fetch` that is passed on.
    if ('redirect' in result) return Response.redirect(new URL(result.redirect, request.url), 302)
    if ('stream' in result) return new Response(streamOf(result.stream))
    return Response.json(result.json, result.headers ? { headers: result.headers } : {})
  }
  return access === undefined ? handler : requireLogin(access)(handler)
}

function streamOf(pieces: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(controller) {
      for (const piece of pieces) {
        controller.enqueue(encoder.encode(piece))
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      controller.close()
    },
  })
}
