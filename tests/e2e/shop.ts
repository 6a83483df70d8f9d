/** A small shop on Express with a real provider, for Chromium to visit. */
import type { Server } from 'node:http'
import express from 'express'
import { type RunningProvider, startProvider } from '../../src/cli/demo/provider.ts'
import { mount, requireLogin } from '../../src/express.ts'
import { createHallpass } from '../../src/index.ts'
import { oidc } from '../../src/login.ts'
import { freePorts } from '../support/free-ports.ts'

/** Seconds that an access token lives: short, so that a test sees it run out. */
export const ACCESS_TOKEN_TTL = 3

const SECRET = 'a client secret of this test'

/** A shop that runs. */
export interface Shop {
  readonly url: string
  readonly issuer: string
  close(): Promise<void>
}

/** Starts a provider and the shop. */
export async function startShop(responseMode: 'query' | 'form_post' = 'query'): Promise<Shop> {
  const [port = 0] = await freePorts(1)
  const url = `http://shop.localhost:${port}`
  const provider = await startProvider({
    accessTokenTtl: ACCESS_TOKEN_TTL,
    clients: [
      {
        client_id: 'shop',
        client_secret: SECRET,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${url}/auth/callback`],
        post_logout_redirect_uris: [`${url}/auth/logged-out`],
      },
    ],
  })
  const server = await serve(url, port, provider, responseMode)
  const close = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    await provider.close()
  }
  return { url, issuer: provider.issuer, close }
}

function serve(
  url: string,
  port: number,
  provider: RunningProvider,
  responseMode: 'query' | 'form_post',
): Promise<Server> {
  const pass = createHallpass({
    baseUrl: url,
    secrets: ['a session secret of this test'],
    login: oidc({
      issuer: provider.issuer,
      clientId: 'shop',
      clientSecret: SECRET,
      responseMode,
      scope: 'openid profile email groups',
    }),
  })
  const app = express()
  app.use(mount(pass))
  const html = (title: string, rest = '') =>
    `<!doctype html><title>${title}</title><h1>${title}</h1>${rest}`
  const logout = '<form method="post" action="/auth/logout"><button>Sign out</button></form>'
  app.get('/', (_request, response) => {
    response.send(html('Welcome', '<a href="/account">Account</a>'))
  })
  app.get('/account', requireLogin(), (request, response) => {
    response.send(
      html(
        `Account of ${request.hallpass.user?.sub}`,
        `<p>${request.query.page ?? ''}</p>${logout}`,
      ),
    )
  })
  app.get('/orders', requireLogin(), (_request, response) => {
    response.send(html('Orders'))
  })
  app.get('/admin', requireLogin({ group: 'admin' }), (_request, response) => {
    response.send(html('Admin'))
  })
  app.get('/token', requireLogin(), async (request, response) => {
    response.json({ token: await request.hallpass.accessToken() })
  })
  return new Promise((resolve) => {
    const server = app.listen(port, '127.0.0.1', () => resolve(server))
  })
}
