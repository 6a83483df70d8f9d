// ISSUER=https://… CLIENT_ID=… CLIENT_SECRET=… HALLPASS_SECRET=… node examples/express/app.ts
import express from 'express'
import { createHallpass } from 'hallpass'
import { mount, requireLogin } from 'hallpass/express'
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

const app = express()
app.use(mount(pass))
app.get('/', (req, res) => {
  const visits = (req.hallpass.session.visits ?? 0) + 1
  req.hallpass.session.visits = visits
  res.send(`Hello, ${req.hallpass.user?.name ?? 'stranger'}. Visits: ${visits}`)
})
app.get('/me', requireLogin(), (req, res) => void res.json(req.hallpass.user))
app.get('/ops', requireLogin({ group: 'ops' }), (_req, res) => void res.send('Operators only'))
app.listen(Number(PORT))
