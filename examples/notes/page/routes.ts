/** The page and its files. */
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { FastifyInstance, FastifyReply } from 'fastify'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const read = (url: URL | string) => readFileSync(new URL(url, import.meta.url), 'utf8')

/** The modules of the client, which a browser loads as they are: of the package, nothing else. */
const CLIENT = new URL('.', import.meta.resolve('hallpass/tokens/client'))
const MODULES = /^(?:tokens-client|errors|tokens\/client\/[a-z-]+)\.js$/

/** Serves them; the page's own script is TypeScript without its types. */
export function pageRoutes(app: FastifyInstance): void {
  const script = stripTypeScriptTypes(read('page.ts')).replace(
    "'hallpass/tokens/client'",
    "'/page/hallpass/tokens-client.js'",
  )
  const send = (reply: FastifyReply, type: string, text: string) =>
    reply
      .type(`${type}; charset=utf-8`)
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .send(text)
  const files = [
    ['/', 'text/html', read('index.html')],
    ['/page/style.css', 'text/css', read('style.css')],
    ['/page/page.js', 'text/javascript', script],
  ] as const
  for (const [path, type, text] of files) {
    app.get(path, (_request, reply) => send(reply, type, text))
  }
  app.get<{ Params: { '*': string } }>('/page/hallpass/*', (request, reply) => {
    const name = request.params['*']
    if (!MODULES.test(name)) return reply.callNotFound()
    return send(reply, 'text/javascript', read(new URL(name, CLIENT)))
  })
}
