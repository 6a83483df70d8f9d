/**
 * `npm run demo:check`: starts `npm start`, signs in and consents over HTTP as a visitor would, and
 * stops it with Ctrl-C. What it knows of the demo is what the demo prints.
 */
import assert from 'node:assert/strict'
import { Browser } from '../tests/support/browser.ts'
import { checkConsent, checkDashboard } from './demo-consent.ts'
import { Demo } from './demo-process.ts'

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', 'editor'],
  editor: ['editor'],
  reader: [],
}

const demo = new Demo()

async function visit(site: string, account: string): Promise<void> {
  const browser = new Browser()
  const session = async () => (await browser.send(`${site}/auth/session`, { mode: 'cors' })).json()
  const home = await browser.visit(`${site}/`)
  assert.equal(home.status, 200, `${site}/ answers ${home.status}`)
  assert.equal((await session()).signedIn, false)

  const signIn = await browser.visit(`${site}/auth/login?returnTo=/`)
  const [, password = ''] = await demo.printed(new RegExp(`^ +${account} +(\\S+) `, 'm'))
  const back = await browser.submit(signIn, { username: account, password })
  assert.equal(back.url, `${site}/`, 'signing in comes back to where it started')
  assert.equal(back.status, 200)

  const { signedIn, groups } = await session()
  assert.equal(signedIn, true, `${account} is not signed in`)
  assert.deepEqual(groups, GROUPS[account])

  await browser.visit(`${site}/auth/logout`, { method: 'POST', from: `${site}/` })
  assert.equal((await session()).signedIn, false, `${account} is still signed in`)
  console.log(`  signed in and out at ${site} as ${account}`)
}

try {
  const [shop = ''] = await demo.printed(/http:\/\/shop\.localhost:\d+/)
  const [news = ''] = await demo.printed(/http:\/\/news\.localhost:\d+/)
  await visit(shop, 'admin')
  await visit(shop, 'reader')
  await visit(news, 'editor')
  const [, consent = '', key = ''] = await demo.printed(
    /^Dashboard at (http:\/\/consent\.localhost:\d+)\/dashboard, key (\S+)$/m,
  )
  await checkConsent({ shop, news, consent })
  await checkDashboard({ shop, news, consent }, key)
  assert.equal(await demo.stop(), 0, 'npm start exits with 0 on Ctrl-C')
  console.log('  stopped with Ctrl-C')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await demo.stop()
  console.error(`\nnpm start printed:\n${demo.log}`)
  process.exitCode = 1
}
