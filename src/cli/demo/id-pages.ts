/** The pages of the demo's provider. */

import { type Html, type HtmlValue, html } from '../../http/html.ts'
import type { Account } from './accounts.ts'

const LOGO: Html = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#2b4fc7"/><path d="M16 6v20M10 11h12M7 18c0 5 4 8 9 8s9-3 9-8" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><circle cx="16" cy="6.5" r="2.4" fill="#fff"/></svg>`

function shell(title: string, body: HtmlValue, wide = false): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Harbour ID</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top"><a class="brand" href="/">${LOGO} Harbour ID</a></header>
<main id="main"${wide && html` class="wide"`}>${body}</main>
<footer><p>A demo provider on this machine. Nothing here is a real account.</p></footer>
</body>
</html>
`.toString()
}

/** The icon of the provider's pages. */
export const ICON: string = LOGO.toString().replace(
  '<svg ',
  '<svg xmlns="http://www.w3.org/2000/svg" ',
)

/** What the sign-in page is about. */
export interface SignIn {
  /** Where its forms are sent: `/interaction/<uid>`. */
  readonly action: string
  /** The name of the app that asked. */
  readonly app: string
  readonly accounts: readonly Account[]
  /** The account that is signed in, if one is. */
  readonly current?: Account | undefined
  /** Whether the app asked for a choice of account rather than for a password. */
  readonly choose: boolean
  readonly username: string
  /** Whether the user name and password that were sent are wrong. */
  readonly wrong: boolean
}

/** The sign-in page, and the picker of accounts. */
export function signInPage(page: SignIn): string {
  const { current } = page
  const again = current !== undefined && !page.choose
  const title = page.choose ? 'Choose an account' : again ? 'Sign in again' : 'Sign in'
  const fault = page.wrong && 'The user name or the password is not right.'
  return shell(
    fault ? `Not right: ${title}` : title,
    html`<div class="card">
<h1>${title}</h1>
<p class="for">to continue to <strong>${page.app}</strong></p>
${again && html`<p class="notice">You are signed in as ${current.name}. ${page.app} asks you to confirm that it is you.</p>`}
<form method="post" action="${page.action}">
<h2 class="hidden" id="pick">Demo accounts</h2>
<ul class="accounts" aria-labelledby="pick">${page.accounts.map(
      (account) => html`
<li><button name="account" value="${account.id}">
<span class="initials" aria-hidden="true">${initials(account.name)}</span>
<span class="who"><strong>${account.name}</strong><span class="small muted">${account.id}${account === current && ' · signed in'}</span></span>
<span class="groups">${account.groups.map((group) => html`<span class="chip">${group}</span>`)}${account.groups.length === 0 && html`<span class="small muted">no groups</span>`}</span>
</button></li>`,
    )}
</ul>
</form>
<p class="or">or with a password</p>
<form method="post" action="${page.action}" aria-label="Sign in with a password">
${fault && html`<div class="notice bad" role="alert" id="fault"><p>${fault} Every demo password is <code>demo</code>.</p></div>`}
<div class="field"><label for="username">User name</label>
<input id="username" name="username" value="${page.username}" autocomplete="username" autocapitalize="none" spellcheck="false" required${fault && html` aria-invalid="true" aria-describedby="fault" autofocus`}></div>
<div class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${fault && html` aria-invalid="true" aria-describedby="fault"`}></div>
<button class="full">Sign in</button>
</form>
<form class="cancel" method="post" action="${page.action}/cancel"><button class="link">Cancel and go back to ${page.app}</button></form>
</div>`,
  )
}

/** The first letters of the first and the last name. */
export function initials(name: string): string {
  const words = name.split(' ')
  return words.length < 2
    ? name.slice(0, 1)
    : `${words[0]?.slice(0, 1)}${words.at(-1)?.slice(0, 1)}`
}

/** Asks whether to sign out; `form` is the provider's own hidden form. */
export function signOutPage(form: Html, formId: string): string {
  return shell(
    'Sign out',
    html`<div class="card">
<h1>Sign out of Harbour ID?</h1>
<p class="muted">You will be signed out here, and of every site that you signed in to from here.</p>
${form}
<div class="actions">
<button form="${formId}" name="logout" value="yes" autofocus>Sign out</button>
<button class="quiet" form="${formId}">Stay signed in</button>
</div>
</div>`,
  )
}

/** Says that the visitor is signed out. */
export function signedOutPage(): string {
  return shell(
    'Signed out',
    html`<div class="card"><h1>You are signed out</h1>
<p class="muted">Harbour ID has ended your session.</p>
<p><a class="button full" href="/">To the start page</a></p></div>`,
  )
}

/** Says what went wrong. */
export function errorPage(title: string, sentence: string, code: string): string {
  return shell(
    title,
    html`<div class="card"><h1>${title}</h1><p>${sentence}</p>
<p class="small muted">For the developer: <code>${code}</code></p>
<p><a class="button quiet full" href="/">To the start page</a></p></div>`,
  )
}

/** The start page: the sites that sign in here, and the accounts. */
export function startPage(
  sites: readonly { name: string; url: string }[],
  accounts: readonly Account[],
): string {
  return shell(
    'One account for the town',
    html`<div class="card">
<h1>One account for the whole harbour</h1>
<p class="for">Harbour ID is where these sites send you to sign in.</p>
<ul class="sites">${sites.map((site) => html`<li><a href="${site.url}"><strong>${site.name}</strong><span class="small muted">${site.url.replace('http://', '')}</span></a></li>`)}</ul>
<h2>Demo accounts</h2>
<div class="table"><table class="cards"><thead><tr><th scope="col">Name</th><th scope="col">User name</th><th scope="col">Password</th><th scope="col">Groups</th></tr></thead>
<tbody>${accounts.map((account) => html`<tr><th scope="row">${account.name}</th><td data-label="User name"><code>${account.id}</code></td><td data-label="Password"><code>${account.password}</code></td><td data-label="Groups">${account.groups.join(', ') || 'none'}</td></tr>`)}</tbody></table></div>
<div class="actions"><a class="button quiet" href="/.well-known/openid-configuration">Provider metadata</a><a class="button quiet" href="/session/end">Sign out of Harbour ID</a></div>
</div>`,
    true,
  )
}
