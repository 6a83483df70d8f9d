/** The account page of both sites: what hallpass knows of the visitor. */
import { createHash } from 'node:crypto'
import { isHallpassError } from '../../errors.ts'
import { type Html, html } from '../../http/html.ts'
import type { Visitor } from '../../pass/types.ts'
import { displayName, signInHref, time } from './site-page.ts'

/** Claims about the token itself, which say nothing of the person. */
const TECHNICAL = new Set([
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'nonce',
  'at_hash',
  'sid',
  'auth_time',
  'amr',
  'acr',
])

/** The content of the page. */
export async function accountPage(visitor: Visitor): Promise<Html> {
  const claims = Object.entries(visitor.user ?? {}).filter(([name]) => !TECHNICAL.has(name))
  return html`<h1>Your account</h1>
<div class="split">
<section class="panel" aria-labelledby="known"><h2 id="known">What Harbour ID told us</h2>
<dl>${claims.map(([name, value]) => html`<dt><code>${name}</code></dt><dd>${text(value)}</dd>`)}</dl></section>
<section class="panel" aria-labelledby="session"><h2 id="session">Your session</h2>
<dl>
<dt>Signed in as</dt><dd>${displayName(visitor)}</dd>
<dt>Groups</dt><dd>${visitor.groups.length > 0 ? visitor.groups.map((group) => html`<span class="chip">${group}</span> `) : 'none'}</dd>
<dt>Signed out after</dt><dd>${visitor.expiresAt !== undefined && time(visitor.expiresAt)} if you do nothing</dd>
<dt>Access token</dt><dd>${await fingerprint(visitor)}</dd>
</dl>
<p class="small muted gap">An access token lasts a minute here. When it is about to run out, hallpass gets a new one without you noticing: reload after a minute and its fingerprint has changed.</p>
<div class="actions"><a class="button quiet" href="${signInHref('/account', { prompt: 'select_account' })}">Use another account</a>
<form method="post" action="/auth/logout"><button>Sign out</button></form></div></section>
</div>`
}

/** Which token it is, without showing it. */
async function fingerprint(visitor: Visitor): Promise<Html> {
  try {
    const token = await visitor.accessToken()
    return html`<code>${createHash('sha256').update(token).digest('hex').slice(0, 12)}</code> <span class="muted small">(fingerprint)</span>`
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return html`none <span class="muted small">(${error.code})</span>`
  }
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(', ') : 'none'
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
