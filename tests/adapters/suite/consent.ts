/** A shared consent, in every adapter: against a real central service. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, Browser } from '../../support/browser.ts'
import type { World } from './world.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

export function consentTests(world: World): void {
  /** A request of a script on a page of the site. */
  const ask = (browser: Browser, path: string, headers = {}): Promise<Answer> =>
    browser.send(`${world.plain}${path}`, { mode: 'cors', from: world.plain, headers })
  const post = (browser: Browser, body: string, headers: object = JSON_TYPE): Promise<Answer> =>
    browser.send(`${world.plain}/_cookies/set-preferences`, {
      method: 'POST',
      mode: 'cors',
      from: world.plain,
      headers: { ...headers },
      body,
    })
  const choose = (browser: Browser, consent: string): Promise<Answer> =>
    post(browser, JSON.stringify({ preferences: { consent } }))
  /** Goes to the central service and back, as the script sends the browser. */
  const goThere = async (browser: Browser, page: string): Promise<Answer> => {
    const init = await ask(browser, '/_cookies/init')
    assert.equal(init.json().action, 'redirect', init.body)
    return browser.visit(`${init.json().redirect_url}${page}`)
  }

  test('a first visit: to the central service, and back to the page with all its query', async () => {
    const browser = new Browser()
    const page = await goThere(browser, `${world.plain}/consent?a=1&b=%2F`)
    assert.equal(page.url, `${world.plain}/consent?a=1&b=%2F`)
    assert.deepEqual(page.json(), { allows: ['essential'], choices: null, gpc: false })
    const jar = browser.jar.at(`${world.plain}/`)
    assert.deepEqual(Object.keys(jar).sort(), [
      '_cookies_auth_token',
      '_cookies_redirect_attempted',
    ])
    const init = await ask(browser, '/_cookies/init')
    assert.equal(init.json().action, 'set_preferences')
    assert.equal(init.json().consent, 'unset')
    assert.match(init.headers['cache-control'] ?? '', /no-store/)
  })

  test('what is chosen is what the next page is rendered for, and what the service has', async () => {
    const browser = new Browser()
    await goThere(browser, `${world.plain}/`)
    const saved = await choose(browser, 'performance')
    assert.equal(saved.status, 200, saved.body)
    assert.equal(saved.json().message, 'Preferences saved')
    const page = await browser.send(`${world.plain}/consent`, { headers: { 'sec-gpc': '1' } })
    assert.deepEqual(page.json(), {
      allows: ['essential', 'performance'],
      choices: { performance: true, functionality: false },
      gpc: true,
    })
    const stored = await ask(browser, '/_cookies/get-preferences')
    assert.equal((stored.json().preferences as { consent: string }).consent, 'performance')
    assert.equal((await ask(browser, '/_cookies/init')).json().action, 'none')
  })

  test('what a stranger or another site posts is refused', async () => {
    const browser = new Browser()
    assert.equal((await choose(browser, 'all')).status, 401)
    assert.equal((await ask(browser, '/_cookies/get-preferences')).status, 401)
    await goThere(browser, `${world.plain}/`)
    assert.equal((await choose(browser, 'everything')).status, 400)
    assert.equal((await post(browser, 'consent=all', {})).status, 400)
    const large = await post(browser, JSON.stringify({ more: 'x'.repeat(20_000) }))
    assert.equal(large.status, 413)
    assert.equal(typeof large.json().error, 'string')
    const foreign = await browser.send(`${world.plain}/_cookies/set-preferences`, {
      method: 'POST',
      mode: 'cors',
      from: 'https://evil.example',
      headers: JSON_TYPE,
      body: '{"preferences":{"consent":"all"}}',
    })
    assert.equal(foreign.status, 403)
    const wrong = await ask(browser, '/_cookies/set-preferences')
    assert.equal(wrong.status, 405)
    assert.equal(wrong.headers.allow, 'POST')
  })

  test('a planted callback binds nobody', async () => {
    const attacker = new Browser()
    const init = await ask(attacker, '/_cookies/init')
    const away = await attacker.send(`${init.json().redirect_url}${world.plain}/`)
    const victim = new Browser()
    const page = await victim.visit(away.headers.location ?? '')
    assert.equal(new URL(page.url).pathname, '/')
    assert.deepEqual(Object.keys(victim.jar.at(`${world.plain}/`)), ['_cookies_redirect_attempted'])
  })

  test('the banner’s script is served, and not sent twice', async () => {
    const script = await ask(new Browser(), '/_choices/ask.js')
    assert.equal(script.status, 200)
    assert.match(script.headers['content-type'] ?? '', /^text\/javascript/)
    assert.equal(script.headers['x-content-type-options'], 'nosniff')
    assert.match(script.body, /hallpassConsent\.start\(/)
    assert.deepEqual(script.cookies, [])
    const tag = { 'if-none-match': script.headers.etag ?? '' }
    const again = await ask(new Browser(), '/_choices/ask.js', tag)
    assert.equal(again.status, 304)
    assert.equal(again.body, '')
    const head = await new Browser().send(`${world.plain}/_choices/ask.js`, { method: 'HEAD' })
    assert.equal(head.status, 200)
    assert.equal(head.body, '')
  })
}
