/** Signing out at the provider without a page in between, when it is plain what is wanted. */
import { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC } from 'oidc-provider'

/** Where a sign-out that needs no question goes on. */
export const FINISH_PATH = '/session/end/finish'

/**
 * The address that finishes a sign-out at once, where `oidc-provider` would ask or would answer a
 * page that needs a script. That is so when the app sent the ID token of the very session that
 * ends, when there is no session left, and when another account has just signed in.
 */
export function finishAddress(ctx: KoaContextWithOIDC): string | undefined {
  const { route, session, entities, provider } = ctx.oidc
  const secret = session?.state?.secret
  if (session === undefined || typeof secret !== 'string' || ctx.status !== 200) return undefined
  const hint = entities.IdTokenHint?.payload
  const wanted =
    (route === 'end_session' && !session.accountId) ||
    (route === 'end_session' && hint !== undefined && hint.sub === session.accountId) ||
    (route === 'resume' &&
      session.state?.postLogoutRedirectUri === provider.urlFor(route, ctx.params))
  return wanted ? `${FINISH_PATH}?${new URLSearchParams({ xsrf: secret })}` : undefined
}

/** The request that the visitor's "yes" would have sent. */
export function confirmation(request: IncomingMessage, xsrf: string): IncomingMessage {
  const body = new URLSearchParams({ xsrf, logout: 'yes' }).toString()
  const post = new IncomingMessage(request.socket)
  post.method = 'POST'
  post.url = '/session/end/confirm'
  post.headers = {
    ...request.headers,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  }
  // A message that ends before it is complete takes the connection with it.
  post.complete = true
  post.push(body)
  post.push(null)
  return post
}
