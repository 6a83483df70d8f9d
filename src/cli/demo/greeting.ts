/** What the demo prints when it is ready. */
import { relative } from 'node:path'
import type { Account } from './accounts.ts'
import { MY_APP, MY_APP_URL, MY_GUARD_URL } from './my-app.ts'

/** What the text is about. */
export interface Running {
  readonly urls: {
    readonly id: string
    readonly shop: string
    readonly news: string
    readonly consent: string
  }
  readonly accounts: readonly Account[]
  /** Opens the dashboard. */
  readonly key: string
  readonly folder: string
}

/** The text. `bold` makes a heading of a line. */
export function greeting(
  { urls, accounts, key, folder }: Running,
  bold: (text: string) => string,
): string {
  const people = accounts.map(
    ({ id, password, name, groups }) =>
      `  ${id.padEnd(8)} ${password.padEnd(8)} ${name.padEnd(12)} ${groups.length > 0 ? `groups: ${groups.join(', ')}` : 'no groups'}`,
  )
  return `
${bold('The hallpass demo is running')}

  Shop       ${urls.shop}   on Express
  Newspaper  ${urls.news}   on Fastify
  Provider   ${urls.id}     where both sign in
  Consent    ${urls.consent}   one choice for both; yours is at /choices

${bold('Dashboard')} at ${urls.consent}/dashboard, key ${key}

${bold('Accounts: user name, password')}
${people.join('\n')}

${bold('Your own app')} at ${MY_APP_URL} can sign in here:
  ISSUER=${urls.id} CLIENT_ID=${MY_APP.client_id} CLIENT_SECRET=${MY_APP.client_secret}
So can a guard there, or one at ${MY_GUARD_URL} in front of an app in any language:
  AGS_CLIENT_ISSUER=${urls.id} AGS_CLIENT_ID=${MY_APP.client_id} \\
  AGS_CLIENT_SECRET=${MY_APP.client_secret} HALLPASS_DEFAULT_ACCESS=login \\
  npx hallpass guard serve --upstream http://127.0.0.1:8000

${bold('Try this')}
  1. In the shop, fill the cart and check out: sign in as reader. The cart comes along.
  2. Open the newspaper's reading list: the provider knows you, so no password is asked.
  3. As reader, open Prices in the shop: refused. Switch to editor, and change a price.
  4. As admin, open Customers, and the Admin desk of the newspaper.
  5. Open Account, wait a minute, reload: the access token was refreshed unnoticed.
  6. Sign out of one site, then press Back. Cancel a sign-in. Sign in from two tabs at once.
  7. Accept the cookies in one site, and open the other: it knows, and does not ask.
  8. Change your mind under Cookies, below any page: the webcam and the recommendations go.
  9. Open What I agreed to, next to it, and have yourself forgotten.
 10. Open the dashboard: who agreed to what, the log, and whether its chain is whole.
 11. Stop the demo and start it again: you are still signed in.

Keys and data are in ${near(folder)}; delete it to start afresh.
Any of Chrome, Edge and Firefox finds the addresses by itself. Stop with Ctrl-C.
`
}

/** The folder as seen from here, where that is shorter. */
function near(folder: string): string {
  const from = relative(process.cwd(), folder)
  return from === '' || from.startsWith('..') ? folder : from
}
