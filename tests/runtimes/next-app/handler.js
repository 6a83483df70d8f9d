/** The test app's routes as one route handler of Next.js. */
import { redirect } from 'next/navigation'
import { mount, requireLogin } from '../../../src/next.ts'
import { ROUTES } from '../../adapters/apps/routes.ts'
import { pass } from './pass.js'

const handlers = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, serve(route)]))
handlers.set('POST /form', async (request) =>
  Response.json(Object.fromEntries(new URLSearchParams(await request.text()))),
)

export const handler = mount(pass, (request, hallpass, context) => {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const route = handlers.get(`${method} ${new URL(request.url).pathname}`)
  return route?.(request, hallpass, context) ?? new Response('not found', { status: 404 })
})

function serve({ access, answer }) {
  const inner = async (request, hallpass) => {
    const result = await answer(hallpass, new URL(request.url).searchParams, request)
    // It throws, as in any app on Next.js.
    if ('redirect' in result) return redirect(result.redirect)
    if ('stream' in result) return new Response(ReadableStream.from(encoded(result.stream)))
    return Response.json(result.json, { headers: result.headers })
  }
  return access === undefined ? inner : requireLogin(access)(inner)
}

function* encoded(pieces) {
  for (const piece of pieces) yield new TextEncoder().encode(piece)
}
