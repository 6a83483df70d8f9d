// ISSUER=https://… CLIENT_ID=… CLIENT_SECRET=… HALLPASS_SECRET=… node examples/koa/app.ts
import { createHallpass } from 'hallpass'
import { mount, requireLogin } from 'hallpass/koa'
import { oidc } from 'hallpass/login'
import Koa from 'koa'

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

const app = new Koa()
const me = requireLogin()
app.use(mount(pass))
app.use((ctx, next) => (ctx.path === '/me' ? me(ctx, next) : next()))
app.use((ctx) => {
  const { user, session } = ctx.state.hallpass
  session.visits = (session.visits ?? 0) + 1
  if (ctx.path === '/me') ctx.body = user
  else ctx.body = `Hello, ${user?.name ?? 'stranger'}. Visits: ${session.visits}`
})
app.listen(Number(PORT))
