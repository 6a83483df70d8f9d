/** A site for the browser script: pages under a strict policy, and the routes that it talks to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { bannerScript } from '../../src/consent/banner/compile.ts'
import type { BannerConfig } from '../../src/consent/banner/config.ts'
import { SCRIPT } from '../../src/consent/banner/script.generated.ts'

const NONCE = 'bm9uY2U'
const POLICY = [
  "default-src 'self'",
  `script-src 'self' 'nonce-${NONCE}'`,
  "style-src 'self'",
  "require-trusted-types-for 'script'",
].join('; ')

/** How a page is made. */
export interface PageOptions {
  readonly lang?: string
  readonly config?: BannerConfig
  readonly languages?: readonly string[]
  /** How the script is loaded. Default: at the end of the head. */
  readonly tag?: string
  /** Scripts of the page, before ours; they get the nonce. */
  readonly first?: string
  readonly body?: string
  readonly policy?: string
}

/** An answer of one of the two routes: a status, what it holds, cookies with it. */
export interface Answer {
  readonly status?: number
  readonly body?: unknown
  readonly cookies?: readonly string[]
  readonly afterMs?: number
}

/** A running site. */
export interface BannerSite {
  readonly port: number
  /** An address on a name of its own: cookies of two tests never meet. */
  url(path?: string, name?: string): string
  /** Sets what the pages are. */
  page(options: PageOptions): void
  /** Sets what the routes answer from now on. */
  answers(given: { readonly init: Answer; readonly set: Answer }): void
  /** Requests so far: `GET /_cookies/init`, and what was posted. */
  readonly requests: string[]
  readonly posted: unknown[]
  close(): Promise<void>
}

const PAINTED = `<h1>Notes on lighthouses</h1><p>${'A lighthouse is a tower with a bright light at the top. '.repeat(20)}</p>
<p><a href="#" class="js-revoke-cookie-manager" id="revoke">Privacy settings</a> <button id="other">Other</button></p>`

/** The nonce of the pages' own scripts. */
export function nonced(code: string): string {
  return `<script nonce="${NONCE}">${code}</script>`
}

/** Starts a site. */
export async function startBannerSite(): Promise<BannerSite> {
  let options: PageOptions = {}
  let init: Answer = {}
  let set: Answer = {}
  const requests: string[] = []
  const posted: unknown[] = []

  const html = () => `<!doctype html>
<html lang="${options.lang ?? 'en'}"><head><meta charset="utf-8"><title>Lighthouses</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page.css">
${options.first ? nonced(options.first) : ''}${options.tag ?? '<script src="/_choices/ask.js"></script>'}
</head><body>${options.body ?? PAINTED}</body></html>`

  async function json(
    response: ServerResponse,
    { status = 200, body, cookies = [], afterMs }: Answer,
  ) {
    if (afterMs) await new Promise((resolve) => setTimeout(resolve, afterMs))
    response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': [...cookies] })
    response.end(JSON.stringify(body ?? {}))
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    requests.push(`${request.method} ${request.url}`)
    if (pathname === '/_cookies/init') return json(response, init)
    if (pathname === '/_cookies/set-preferences') {
      posted.push(JSON.parse(await text(request)))
      return json(response, set)
    }
    if (pathname === '/_choices/ask.js' || pathname === '/other.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' })
      const said = `(window.ran ??= []).push(${JSON.stringify(request.url)})`
      const { config = {}, languages = [] } = options
      return response.end(pathname === '/other.js' ? said : bannerScript(config, languages))
    }
    if (pathname === '/nowhere') return response.writeHead(204).end()
    if (pathname === '/_choices/script.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' })
      return response.end(SCRIPT)
    }
    if (pathname === '/frame' || pathname === '/service') {
      response.writeHead(200, { 'content-type': 'text/html' })
      return response.end('<!doctype html><title>Map</title><h1>Map</h1>')
    }
    if (pathname === '/frames.css') {
      // Later than the page, and earlier than its `load`.
      await new Promise((resolve) => setTimeout(resolve, 300))
      response.writeHead(200, { 'content-type': 'text/css' })
      return response.end('.wide { display: block; width: 100%; height: 200px; border: 0 }')
    }
    if (pathname === '/page.css') {
      response.writeHead(200, { 'content-type': 'text/css' })
      return response.end(
        'body{font:17px/1.6 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}',
      )
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': options.policy ?? POLICY,
    })
    return response.end(html())
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: (path = '/', name = 'site') => `http://${name}.localhost:${port}${path}`,
    page: (given) => {
      options = given
    },
    answers: (given) => {
      init = given.init
      set = given.set
    },
    requests,
    posted,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
