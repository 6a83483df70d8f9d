/** A real service with tokens, which counts what it is asked and can be told to fail. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mount, requireLogin } from '../../src/node.ts'
import { tokenRequired } from '../../src/tokens.ts'
import { type TokenService, tokenService } from '../support/token-service.ts'

/** What a request gets instead of its answer; undefined: its answer. */
type Instead = (
  req: IncomingMessage,
  res: ServerResponse,
) => boolean | undefined | Promise<boolean | undefined>

export interface ClientWorld {
  readonly service: TokenService
  readonly origin: string
  /** Method and path of each request, in their order. */
  readonly asked: string[]
  /** The same with the header Authorization, of the guarded route. */
  readonly bearers: string[]
  /** Answers before the service does, where it gives true. */
  instead: Instead
  /** The page at `/`, and other files by path. */
  readonly files: Map<string, { readonly type: string; readonly text: string }>
  /** How often it was asked. */
  count(request: string): number
  close(): Promise<void>
}

/** Guarded: `/me`, which asks for the session, `/token`, which looks at the token alone. */
export async function clientWorld(): Promise<ClientWorld> {
  const service = tokenService({ limits: { address: { tries: 1000, per: 60 } } })
  const world: ClientWorld = {
    service,
    origin: '',
    asked: [],
    bearers: [],
    instead: () => undefined,
    files: new Map(),
    count: (request) => world.asked.filter((one) => one === request).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const guarded = { check: service.endpoints.checkSession }
  const me = requireLogin(tokenRequired(service.tokens, guarded))(echo)
  const token = requireLogin(tokenRequired(service.tokens))(echo)
  const app = mount(service.endpoints, (req, res) => {
    const file = world.files.get(req.url ?? '')
    if (file !== undefined) {
      res.writeHead(200, { 'content-type': file.type }).end(file.text)
    } else if (req.url === '/me') return me(req, res)
    else if (req.url === '/token') return token(req, res)
    else res.writeHead(404).end()
  })
  const server = createServer(async (req, res) => {
    world.asked.push(`${req.method} ${req.url}`)
    if (req.url === '/me') world.bearers.push(req.headers.authorization ?? '')
    if (await world.instead(req, res)) return
    app(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(world, { origin: `http://127.0.0.1:${port}` })
}

async function echo(req: IncomingMessage, res: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of req) body += chunk
  res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ body }))
}
