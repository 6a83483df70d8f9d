/** A service with a theme and every page that hallpass shows, for Chromium to visit. */
import { createServer } from 'node:http'
import { HallpassError } from '../../src/errors.ts'
import { faultReply } from '../../src/http/fault.ts'
import type { Theme } from '../../src/http/page-theme.ts'
import { createHallpass, type HallpassOptions } from '../../src/index.ts'
import { oidc } from '../../src/login.ts'
import { mount } from '../../src/node.ts'
import { freePorts } from '../support/free-ports.ts'

const LOGO = encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#1d6b4f"/><path d="M12 28V12l16 16V12" fill="none" stroke="#fff" stroke-width="4"/></svg>',
)

export const THEME: Theme = {
  name: 'Northwind Orders',
  logo: `data:image/svg+xml,${LOGO}`,
  accent: '#1d6b4f',
  contact: 'help@shop.example',
}

/** A service that runs. */
export interface ThemedService {
  readonly url: string
  close(): Promise<void>
}

/** Nobody answers at the provider: no page of this service needs it. */
export async function themedService(
  options: Partial<HallpassOptions> = {},
): Promise<ThemedService> {
  const [port = 0] = await freePorts(1)
  const url = `http://shop.localhost:${port}`
  const pass = createHallpass({
    baseUrl: url,
    secrets: ['a session secret of this test'],
    login: oidc({ issuer: 'https://id.example', clientId: 'shop' }),
    guard: {
      default: 'public',
      rules: [
        { path: '/account/*', access: 'login' },
        { path: '/closed', access: 'deny' },
      ],
    },
    theme: THEME,
    signInPage: true,
    signedOutPage: true,
    logger: { info() {}, warn() {}, error() {} },
    ...options,
  })
  const server = createServer(
    mount(pass, (request, response) => {
      const { method = 'GET', url: path = '/' } = request
      const navigation = { method, url: path, header: (name: string) => NAVIGATION[name] }
      const error = new HallpassError('provider_unavailable', 'The provider does not answer')
      const reply = pass.dress(faultReply(navigation, error))
      for (const [name, value] of reply.headers) response.setHeader(name, value)
      response.writeHead(reply.status).end(reply.body)
    }),
  )
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
  return { url, close }
}

const NAVIGATION: Readonly<Record<string, string>> = { 'sec-fetch-mode': 'navigate' }
