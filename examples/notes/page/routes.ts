/** The page and its files. */
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { FastifyInstance } from 'fastify'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const read = (url: URL | string) => readFileSync(new URL(url, import.meta.url), 'utf8')

/** Serves them; the page's own script is TypeScript without its types. */
export function pageRoutes(app: FastifyInstance): void {
  const script = stripTypeScriptTypes(read('page.ts')).replace(
    "'hallpass/tokens/client'",
    "'/page/hallpass/tokens-client.js'",
  )
  const files = [
    ['/', 'text/html', read('index.html')],
    ['/page/style.css', 'text/css', read('style.css')],
    ['/page/page.js', 'text/javascript', script],
  ] as const
  for (const [path, type, text] of files) {
    app.get(path, (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('content-security-policy', POLICY)
        .header('x-content-type-options', 'nosniff')
        .send(text),
    )
  }
}
