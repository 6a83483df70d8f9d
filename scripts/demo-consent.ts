/** The consent part of `npm run demo:check`: what the banner's script would ask, over HTTP. */
import assert from 'node:assert/strict'
import { Browser } from '../tests/support/browser.ts'

/** Where the parts of the demo are. */
export interface Places {
  readonly shop: string
  readonly news: string
  readonly consent: string
}

/** The answer of a site to its own script, as JSON. */
async function ask(browser: Browser, site: string, path: string, body?: object) {
  const post = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const answer = await browser.send(site + path, { mode: 'cors', from: `${site}/`, ...post })
  assert.equal(answer.status, 200, `${site}${path} answers ${answer.status}: ${answer.body}`)
  return answer.json()
}

/** A first visit: the site sends its visitor to the service, and gets them back. */
async function arrive(browser: Browser, site: string): Promise<void> {
  const page = await browser.visit(`${site}/`)
  assert.match(page.body, /<script src="\/_choices\/ask\.js">/)
  const script = await browser.send(`${site}/_choices/ask.js`)
  assert.equal(script.status, 200, `the banner of ${site} answers ${script.status}`)
  assert.match(String(script.headers['content-type']), /^text\/javascript/)
  const { action, redirect_url: address } = await ask(browser, site, '/_cookies/init')
  assert.equal(action, 'redirect', `${site} does not send a new visitor to the service`)
  const back = await browser.visit(`${address}${site}/`, { from: `${site}/` })
  assert.equal(back.url, `${site}/`, 'the service sends the visitor back')
}

/** A choice made in the shop is known to the newspaper, and to the page of the service. */
export async function checkConsent({ shop, news, consent }: Places): Promise<void> {
  const browser = new Browser()
  await arrive(browser, shop)
  const before = await ask(browser, shop, '/_cookies/init')
  assert.deepEqual([before.action, before.consent], ['set_preferences', 'unset'])
  const { message } = await ask(browser, shop, '/_cookies/set-preferences', {
    preferences: { consent: 'all', categories: { performance: true, functionality: true } },
    act: 'accept_all',
    policy: before.policy,
  })
  assert.equal(message, 'Preferences saved')

  await arrive(browser, news)
  const known = await ask(browser, news, '/_cookies/init')
  assert.deepEqual([known.action, known.consent], ['set_preferences', 'all'])
  const page = await browser.visit(`${consent}/choices`)
  assert.match(page.body, /In force/)
  console.log(`  agreed at ${shop}; ${news} knows it without asking`)
}

/** The service is healthy, and its dashboard opens with the key alone. */
export async function checkDashboard({ consent }: Places, key: string): Promise<void> {
  const status = (await new Browser().send(`${consent}/_status/check`)).json()
  assert.deepEqual([status.status, status.state], ['ok', true])
  const browser = new Browser()
  const closed = await browser.visit(`${consent}/dashboard`)
  assert.match(closed.body, /name="key"/)
  const opened = await browser.submit(closed, { key })
  assert.match(opened.body, /<h2>By site<\/h2>/, `the dashboard does not open with ${key}`)
  console.log(`  opened the dashboard at ${consent}`)
}
