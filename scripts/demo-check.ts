/**
 * `npm run demo:check`: starts `npm start`, signs in over HTTP as a visitor would, and stops it
 * with Ctrl-C. What it knows of the demo is what the demo prints.
 */
import assert from 'node:assert/strict'
import { Browser } from './demo/browser.ts'
import { Demo } from './demo/process.ts'

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', 'editor'],
  editor: ['editor'],
  reader: [],
}

const demo = new Demo()

/** The password that the demo printed on the line of an account. */
async function passwordOf(account: string): Promise<string> {
  const [, password] = await demo.printed(new RegExp(`^\\W*${account}\\b\\W+([\\w-]+).*\\n`, 'm'))
  return password ?? ''
}

async function sessionOf(
  browser: Browser,
  site: string,
): Promise<{ signedIn: boolean; groups: string[] }> {
  const page = await browser.open(`${site}/auth/session`)
  assert.equal(page.status, 200, `${site}/auth/session answers ${page.status}`)
  return JSON.parse(page.body)
}

async function visit(site: string, account: string): Promise<void> {
  const browser = new Browser()
  const home = await browser.open(`${site}/`)
  assert.equal(home.status, 200, `${site}/ answers ${home.status}`)
  assert.equal((await sessionOf(browser, site)).signedIn, false)

  const signIn = await browser.open(`${site}/auth/login?returnTo=/`)
  const password = await passwordOf(account)
  const back = await browser.submit(signIn, 'password', { username: account, password })
  assert.equal(back.url.href, `${site}/`, 'signing in comes back to where it started')
  assert.equal(back.status, 200)

  const session = await sessionOf(browser, site)
  assert.equal(session.signedIn, true, `${account} is not signed in`)
  assert.deepEqual(session.groups.toSorted(), GROUPS[account])

  await browser.post(`${site}/auth/logout`, {})
  assert.equal((await sessionOf(browser, site)).signedIn, false, `${account} is still signed in`)
  console.log(`  signed in and out at ${site} as ${account}`)
}

try {
  const [shop = ''] = await demo.printed(/http:\/\/shop\.localhost:\d+/)
  const [news = ''] = await demo.printed(/http:\/\/news\.localhost:\d+/)
  await visit(shop, 'admin')
  await visit(shop, 'reader')
  await visit(news, 'editor')
  assert.equal(await demo.stop(), 0, 'npm start exits with 0 on Ctrl-C')
  console.log('  stopped with Ctrl-C')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await demo.stop()
  console.error(`\nnpm start printed:\n${demo.log}`)
  process.exitCode = 1
}
