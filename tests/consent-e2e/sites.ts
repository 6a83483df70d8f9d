/** Sites on names of their own: Express and Fastify, with our script or with that of cookie-policy. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express from 'express'
import fastify from 'fastify'
import type { ConsentOptions } from '../../src/consent.ts'
import { mount as onExpress } from '../../src/express.ts'
import { mount as onFastify } from '../../src/fastify.ts'
import { createHallpass, type Hallpass, type Visitor } from '../../src/index.ts'
import { LoggedLines } from '../support/clock.ts'
import { freePorts } from '../support/free-ports.ts'
import type { Central } from './central.ts'
import { eventually } from './eventually.ts'

/** The unmodified package, as npm installs it. */
export const COOKIE_POLICY: string = fileURLToPath(
  new URL('../../node_modules/@canonical/cookie-policy/build/', import.meta.url),
)

/** A site that runs. */
export interface Site {
  readonly origin: string
  readonly key: string
  readonly log: LoggedLines
  /** Waits until the site has seen that the service is up, or down. */
  sees(service: 'up' | 'down'): Promise<void>
  close(): Promise<void>
}

/** How a site is. */
export interface SiteOptions {
  /** The first label of its name: `shop` for `shop.localhost`. */
  readonly name: string
  readonly on?: 'express' | 'fastify'
  readonly script?: 'ours' | 'cookie-policy'
  readonly consent?: Partial<ConsentOptions>
}

const OURS = '<script src="/_choices/ask.js"></script>'
const THEIRS = `<link rel="stylesheet" href="/vendor/css/cookie-policy.css">
<script src="/vendor/js/cookie-policy.js"></script><script>cpNs.cookiePolicy(null, true)</script>`

function pageOf(name: string, script: 'ours' | 'cookie-policy', { consent }: Visitor): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
${script === 'ours' ? OURS : THEIRS}</head><body><h1>${name}</h1>
<p id="measured">${consent.allows('performance') ? 'counted' : 'not counted'}</p>
<p><a href="#" class="js-revoke-cookie-manager">Cookies</a></p></body></html>`
}

function vendor(path: string): { type: string; body: string } {
  const type = path.endsWith('.css') ? 'text/css' : 'text/javascript'
  return { type, body: readFileSync(`${COOKIE_POLICY}${path}`, 'utf8') }
}

const FILES = ['css/cookie-policy.css', 'js/cookie-policy.js']

interface Served {
  readonly pass: Hallpass
  readonly port: number
  readonly page: (visitor: Visitor) => string
}

async function serveExpress({ pass, port, page }: Served): Promise<() => Promise<void>> {
  const app = express()
  app.use(onExpress(pass))
  for (const file of FILES) {
    const { type, body } = vendor(file)
    app.get(`/vendor/${file}`, (_request, response) => void response.type(type).send(body))
  }
  app.get('/{*path}', (request, response) => void response.send(page(request.hallpass)))
  const server = app.listen(port, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return async () => {
    pass.close()
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

async function serveFastify({ pass, port, page }: Served): Promise<() => Promise<void>> {
  const app = fastify({ forceCloseConnections: true })
  await app.register(onFastify(pass))
  for (const file of FILES) {
    const { type, body } = vendor(file)
    app.get(`/vendor/${file}`, (_request, reply) => reply.type(type).send(body))
  }
  app.get('/*', (request, reply) => reply.type('text/html').send(page(request.hallpass)))
  await app.listen({ port, host: '127.0.0.1' })
  return () => app.close()
}

/** Starts a site and registers it at the service. */
export async function startSite(central: Central, options: SiteOptions): Promise<Site> {
  const { name, on = 'express', script = 'ours', consent = {} } = options
  const [port = 0] = await freePorts(1)
  const origin = `http://${name}.localhost:${port}`
  const key = await central.addSite(origin)
  const log = new LoggedLines()
  const pass = createHallpass({
    baseUrl: origin,
    secrets: [`the secret of ${name} in this test`],
    logger: log,
    consent: { service: central.url, apiKey: key, ...consent },
  })
  const served = { pass, port, page: (visitor: Visitor) => pageOf(name, script, visitor) }
  const close = await (on === 'express' ? serveExpress(served) : serveFastify(served))
  const site = { origin, key, log, close, sees: seesAt(port) }
  await site.sees('up')
  return site
}

/** By what the site answers somebody whom nobody knows. */
export function seesAt(port: number): (service: 'up' | 'down') => Promise<void> {
  return (service) =>
    eventually(`the site sees that the service is ${service}`, async () => {
      const { status } = await fetch(`http://127.0.0.1:${port}/_cookies/init`)
      return (status === 200) === (service === 'up')
    })
}
