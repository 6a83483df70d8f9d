/** What a provider's answer to an authorization request says: taken, or refused and why. */

/** Why a provider refuses. */
export type Fault = 'redirect' | 'client' | 'scope' | 'request'

/** What an answer comes to. `returned` is a redirect back to the app, with or without a code. */
export type Reaction =
  | { readonly kind: 'accepted'; readonly detail: string }
  | { readonly kind: 'returned'; readonly error: string | undefined }
  | { readonly kind: 'refused'; readonly fault: Fault; readonly detail: string }
  | { readonly kind: 'unclear'; readonly detail: string }

/**
 * Words that only a refusal has, whatever its status: of Google, Cognito, Entra, Auth0, authentik.
 * The page of a login may well hold `redirect_uri`, and even `invalid_client` in its script.
 */
const SURE: readonly (readonly [RegExp, Fault])[] = [
  [
    /redirect_uri_mismatch|redirect_mismatch|invalid_redirect_uri|AADSTS50011|AADSTS900971/,
    'redirect',
  ],
  [/callback url mismatch|redirect uri error/i, 'redirect'],
  [/AADSTS700016|deleted_client|application with identifier .{1,80} was not found/i, 'client'],
]

/** Words that mean something where the status says already that it is a refusal. */
const LIKELY: readonly (readonly [RegExp, Fault])[] = [
  [/(?:redirect|callback|return|reply)[\s_+-]*(?:ur[il]|address|url)/i, 'redirect'],
  [
    /invalid_client|unauthorized_client|client[\s_]*(?:id)?\b.{0,40}(?:not found|unknown|invalid|unrecogni[sz]ed|not registered|does not exist|disabled)|(?:unknown|invalid|unrecogni[sz]ed|no such) client/i,
    'client',
  ],
  [/invalid_scope|scope/i, 'scope'],
]

/** The reason in a text that goes with a refusal for certain. */
export function faultIn(text: string): Fault | undefined {
  return match(SURE, text) ?? match(LIKELY, text)
}

/** Judges the page that a browser would see in the end. */
export function judgePage(status: number, body: string): Reaction {
  const sure = match(SURE, body)
  if (sure !== undefined) return { kind: 'refused', fault: sure, detail: `HTTP ${status}` }
  // Not the provider's word on the request: a firewall, a rate limit, a fault.
  if (status === 403 || status === 429 || status >= 500) {
    const likely = status === 403 ? match(LIKELY, body) : undefined
    if (likely !== undefined) return { kind: 'refused', fault: likely, detail: `HTTP ${status}` }
    return { kind: 'unclear', detail: `it answers ${status}` }
  }
  if (status >= 400) {
    return { kind: 'refused', fault: match(LIKELY, body) ?? 'request', detail: `HTTP ${status}` }
  }
  return { kind: 'accepted', detail: `HTTP ${status}` }
}

/** Parameters of an error page; `error_url` and its kin are none. */
const ERROR_NAME = /^(?:auth_?)?error(?:_?(?:code|description|message|reason))?$/i

/** Judges the address that a provider sends the browser on to: some have an error page there. */
export function judgeAddress(url: URL): Reaction {
  const words = [...url.searchParams]
    .filter(([name]) => ERROR_NAME.test(name))
    // Google packs its words into base64.
    .flatMap(([, value]) => [value, Buffer.from(value, 'base64').toString('latin1')])
  const text = words.join(' ')
  if (words.length === 0 && !/\/error\b/i.test(url.pathname)) {
    return { kind: 'accepted', detail: `it leads on to ${url.host}` }
  }
  return { kind: 'refused', fault: faultIn(text) ?? 'request', detail: 'it leads to an error page' }
}

function match(table: readonly (readonly [RegExp, Fault])[], text: string): Fault | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1]
}
