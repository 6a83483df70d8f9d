// Bun: bun examples/fetch/app.ts. Deno: deno serve -A examples/fetch/app.ts. Cloudflare Workers,
// with the flag nodejs_compat: wrangler dev examples/fetch/app.ts. Each with the variables below.
import { createHallpass } from 'hallpass'
import { mount, requireLogin } from 'hallpass/fetch'
import { oidc } from 'hallpass/login'

// What the provider says about a user, and what the app keeps in its session.
declare module 'hallpass' {
  interface Register {
    user: { sub: string; name?: string; email?: string }
    session: { visits?: number }
  }
}

const { PORT = '3000', HALLPASS_SECRET } = process.env
const { ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env

const pass = createHallpass({
  baseUrl: `http://localhost:${PORT}`,
  secrets: [HALLPASS_SECRET],
  login: oidc({ issuer: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }),
  guard: { default: 'public', rules: [{ path: '/account/*', access: 'login' }] },
})

const me = requireLogin()((_request, { user }) => Response.json(user))
const ops = requireLogin({ group: 'ops' })(() => new Response('Operators only'))

const server: { fetch(request: Request): Response | Promise<Response> } = {
  fetch: mount(pass, (request, hallpass) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/me') return me(request, hallpass)
    if (pathname === '/ops') return ops(request, hallpass)
    hallpass.session.visits = (hallpass.session.visits ?? 0) + 1
    const { user, session } = hallpass
    return new Response(`Hello, ${user?.name ?? 'stranger'}. Visits: ${session.visits}`)
  }),
}
export default server
