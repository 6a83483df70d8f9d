/** The provider's routes that are not `oidc-provider`'s own, and the headers of its pages. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { ClientMetadata } from 'oidc-provider'
import type { Account } from './accounts.ts'
import { BASE_STYLE } from './base-style.ts'
import { errorPage, ICON, startPage } from './id-pages.ts'
import { ID_STYLE } from './id-style.ts'
import { answerInteraction } from './interaction.ts'
import { confirmation, FINISH_PATH } from './sign-out.ts'

/** What the routes are made from. */
export interface RoutesContext {
  readonly provider: Provider
  readonly accounts: readonly Account[]
  readonly clients: readonly ClientMetadata[]
  readonly onError: ((error: Error) => void) | undefined
}

const INTERACTION = /^\/interaction\/[^/]+(\/cancel)?$/

/** Answers every request to the provider. */
export function providerListener(context: RoutesContext): RequestListener {
  const protocol = context.provider.callback()
  return (request, response) => {
    route(context, protocol, request, response).catch((error: unknown) => {
      fail(context, response, error instanceof Error ? error : new Error(String(error)))
    })
  }
}

async function route(
  context: RoutesContext,
  protocol: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', context.provider.issuer)
  const interaction = INTERACTION.exec(pathname)
  if (interaction) {
    const show = (status: number, page: string) => send(context, response, status, page)
    return answerInteraction({ ...context, show }, request, response, interaction[1] !== undefined)
  }
  switch (pathname) {
    case '/':
      return send(context, response, 200, startPage(sites(context.clients), context.accounts))
    case '/style.css':
      return sendFile(response, 'text/css', BASE_STYLE + ID_STYLE)
    case '/icon.svg':
      return sendFile(response, 'image/svg+xml', ICON)
    case FINISH_PATH:
      return protocol(confirmation(request, searchParams.get('xsrf') ?? ''), response)
    default:
      return protocol(request, response)
  }
}

function sites(clients: readonly ClientMetadata[]): { name: string; url: string }[] {
  return clients.flatMap(({ client_name: name, client_uri: url }) =>
    name && url ? [{ name, url }] : [],
  )
}

/**
 * The headers of a page. Browsers hold the redirects after a form to `form-action`, so it names
 * the apps. `script-src` is there for the one script of `oidc-provider`, which sends a form_post
 * answer on; it adds the script's hash itself.
 */
export function pageHeaders(clients: readonly ClientMetadata[]): Record<string, string> {
  const apps = clients
    .flatMap((client) => client.redirect_uris ?? [])
    .map((uri) => new URL(uri).origin)
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'form-action': ["'self'", ...new Set(apps)].join(' '),
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join(';'),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}

function send(
  context: RoutesContext,
  response: ServerResponse,
  status: number,
  page: string,
): void {
  response
    .writeHead(status, {
      ...pageHeaders(context.clients),
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    })
    .end(page)
}

function sendFile(response: ServerResponse, type: string, content: string): void {
  response
    .writeHead(200, {
      'cache-control': 'no-cache',
      'content-type': `${type}; charset=utf-8`,
      'x-content-type-options': 'nosniff',
    })
    .end(content)
}

function fail(context: RoutesContext, response: ServerResponse, error: Error): void {
  if (response.headersSent) {
    response.destroy()
  } else if (error.name === 'SessionNotFound') {
    const sentence =
      'This sign-in has ended or was done already. Go back to the site and start again.'
    send(context, response, 400, errorPage('Start again', sentence, 'interaction not found'))
  } else {
    context.onError?.(error)
    const sentence = 'Harbour ID could not do this. Please try again.'
    send(context, response, 500, errorPage('Something broke', sentence, 'server_error'))
  }
}
