// ISSUER=https://… CLIENT_ID=… CLIENT_SECRET=… HALLPASS_SECRET=… node examples/hono/app.ts
import { serve } from '@hono/node-server'
import { createHallpass } from 'hallpass'
import { mount, requireLogin } from 'hallpass/hono'
import { oidc } from 'hallpass/login'
import { Hono } from 'hono'

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

const app = new Hono()
app.use(mount(pass))
app.get('/', (c) => {
  const { user, session } = c.var.hallpass
  session.visits = (session.visits ?? 0) + 1
  return c.text(`Hello, ${user?.name ?? 'stranger'}. Visits: ${session.visits}`)
})
app.get('/me', requireLogin(), (c) => c.json(c.var.hallpass.user))
app.get('/ops', requireLogin({ group: 'ops' }), (c) => c.text('Operators only'))
serve({ fetch: app.fetch, port: Number(PORT) })
