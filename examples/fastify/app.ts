// ISSUER=https://… CLIENT_ID=… CLIENT_SECRET=… HALLPASS_SECRET=… node examples/fastify/app.ts
import fastify from 'fastify'
import { createHallpass } from 'hallpass'
import { mount, requireLogin } from 'hallpass/fastify'
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

const app = fastify()
await app.register(mount(pass))
app.get('/', async ({ hallpass }) => {
  hallpass.session.visits = (hallpass.session.visits ?? 0) + 1
  return `Hello, ${hallpass.user?.name ?? 'stranger'}. Visits: ${hallpass.session.visits}`
})
app.get('/me', { preHandler: requireLogin() }, async ({ hallpass }) => hallpass.user)
app.get('/ops', { preHandler: requireLogin({ group: 'ops' }) }, async () => 'Operators only')
await app.listen({ port: Number(PORT) })
