// ISSUER=https://… CLIENT_ID=… CLIENT_SECRET=… HALLPASS_SECRET=… node examples/node/app.ts
import { createServer } from 'node:http'
import { createHallpass } from 'hallpass'
import { oidc } from 'hallpass/login'
import { mount, requireLogin } from 'hallpass/node'

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

const me = requireLogin()((_req, res, { user }) => res.end(JSON.stringify(user)))
const ops = requireLogin({ group: 'ops' })((_req, res) => res.end('Operators only'))

const listener = mount(pass, (req, res, hallpass) => {
  if (req.url === '/me') return me(req, res, hallpass)
  if (req.url === '/ops') return ops(req, res, hallpass)
  hallpass.session.visits = (hallpass.session.visits ?? 0) + 1
  res.end(`Hello, ${hallpass.user?.name ?? 'stranger'}. Visits: ${hallpass.session.visits}`)
})
createServer(listener).listen(Number(PORT))
