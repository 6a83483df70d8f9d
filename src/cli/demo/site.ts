/** One web site on this machine: a name under localhost, a port, and the servers behind it. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'

/** How long requests in flight may take once a site closes (milliseconds). */
const GRACE = 500
/** How many ports are tried before giving up. */
const ATTEMPTS = 50

/** A site that listens. */
export interface Site {
  /** The address without a path: `http://shop.localhost:9001`. */
  readonly url: string
  readonly port: number
  /** Answers requests from now on; until then they get 503. */
  serve(listener: RequestListener): void
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>
}

/**
 * Listens on the IPv4 and, where there is one, the IPv6 loopback address. A port counts as taken
 * when either is, since a browser asks both; then the one ten above is tried, and so on.
 *
 * @param host a name that browsers resolve to this machine, such as `shop.localhost`
 * @param wanted the port; 0 takes any that is free
 */
export async function openSite(host: string, wanted: number): Promise<Site> {
  let address = ''
  let listener: RequestListener = starting
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = wanted === 0 ? 0 : wanted + attempt * 10
    if (port > 65_535) break
    const servers = await listen(port, (request, response) => {
      if (address === '') starting(request, response)
      else if (request.headers.host === address) listener(request, response)
      else redirectHome(request, response, `http://${address}`)
    })
    const first = servers?.[0]?.address()
    if (servers === undefined || typeof first !== 'object' || first === null) continue
    address = `${host}:${first.port}`
    return {
      url: `http://${address}`,
      port: first.port,
      serve: (next) => {
        listener = next
      },
      close: async () => {
        await Promise.all(servers.map(closeServer))
      },
    }
  }
  throw new Error(
    `No free port for ${host}: ${wanted} and those after it are taken. Use --port with another.`,
  )
}

async function listen(port: number, listener: RequestListener): Promise<Server[] | undefined> {
  const ipv4 = createServer(listener)
  if ((await start(ipv4, port, '127.0.0.1')) !== 'listening') return undefined
  const bound = ipv4.address()
  const ipv6 = createServer(listener)
  const started = await start(ipv6, typeof bound === 'object' && bound ? bound.port : port, '::1')
  if (started === 'listening') return [ipv4, ipv6]
  if (started === 'absent') return [ipv4]
  await closeServer(ipv4)
  return undefined
}

type Started = 'listening' | 'taken' | 'absent'

function start(server: Server, port: number, host: string): Promise<Started> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken')
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve('absent')
      else reject(error)
    })
    server.listen(port, host, () => resolve('listening'))
  })
}

function starting(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1' }).end('Starting\n')
}

/** Another name for this machine (127.0.0.1, localhost) has other cookies: one address only. */
function redirectHome(request: IncomingMessage, response: ServerResponse, url: string): void {
  const path = request.url?.startsWith('/') ? request.url : '/'
  if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(421).end()
  else response.writeHead(307, { location: url + path }).end()
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const force = setTimeout(() => server.closeAllConnections(), GRACE)
  await closed
  clearTimeout(force)
}
