import type { IncomingMessage, ServerResponse } from 'node:http'
import express from 'express'
import { neighbour } from '../../modules.ts'
import { ready, setup } from './setup.ts'

interface Session {
  user?: { readonly sub: string }
  save(): Promise<void>
}

interface Library {
  getIronSession(
    request: IncomingMessage,
    response: ServerResponse,
    options: { readonly password: string; readonly cookieName: string },
  ): Promise<Session>
}

const { getIronSession } = await neighbour<Library>('iron-session')
const { port, secret } = setup()
const options = { password: secret, cookieName: 'bench' }

const app = express()
app.post('/login', async (request, response) => {
  const session = await getIronSession(request, response, options)
  session.user = { sub: 'user-1' }
  await session.save()
  response.sendStatus(204)
})
app.get('/me', async (request, response) => {
  const { user } = await getIronSession(request, response, options)
  if (user === undefined) response.sendStatus(401)
  else response.json({ sub: user.sub })
})
app.listen(port, '127.0.0.1', ready)
