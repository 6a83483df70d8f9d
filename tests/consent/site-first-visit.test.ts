import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLASSIC_CATEGORIES } from '../../src/consent/wire/categories.ts'
import { SentBack } from '../support/cookies-of.ts'
import { serviceWorld } from './service-world.ts'
import { siteOf, type TestSite } from './site-world.ts'

const BLOG = 'https://blog.example'

/** Takes the browser to the service and back; what the service keeps in the browser. */
async function roundTrip(site: TestSite, page: string, visitor = ''): Promise<string> {
  const { action, redirect_url: url } = (await site.init()).json()
  assert.equal(action, 'redirect')
  const away = await fetch(`${url}${page}`, { redirect: 'manual', headers: { cookie: visitor } })
  const location = new URL(away.headers.get('location') ?? '')
  const back = await site.callback(location.search.slice(1))
  assert.equal(back.status, 302)
  assert.equal(back.header('location'), new URL(page).pathname + new URL(page).search)
  return away.headers.getSetCookie()[0]?.split(';', 1)[0] ?? visitor
}

test('chosen on one site, known on the next, changed there, and followed here', async (t) => {
  const world = await serviceWorld(t)
  const shopKey = (await world.addSite('https://shop.example')).key
  const blogKey = (await world.addSite(BLOG)).key
  const shop = siteOf(t, world.url, { apiKey: shopKey })
  const blog = siteOf(t, world.url, { apiKey: blogKey }, { baseUrl: BLOG })

  const visitor = await roundTrip(shop, 'https://shop.example/cart?item=1&next=/pay')
  const first = await shop.init()
  assert.equal(first.json().action, 'set_preferences')
  assert.equal(first.json().consent, 'unset')
  assert.equal(first.json().policy, 0)
  assert.equal((await shop.init()).json().action, 'none', 'and not asked again')

  const chosen = await shop.choose({ preferences: { consent: 'performance' } })
  assert.equal(chosen.status, 200, chosen.body)
  assert.equal(chosen.json().message, 'Preferences saved')
  assert.equal(shop.browser.get('_cookies_accepted'), 'performance')
  assert.equal(shop.browser.get('_cookies_categories'), 'performance')
  assert.equal(shop.browser.get('_cookies_freshness_ts'), chosen.json().cookies_freshness_ts)

  await roundTrip(blog, `${BLOG}/`, visitor)
  const there = await blog.init()
  assert.equal(there.json().consent, 'performance', 'without asking')
  assert.equal((await blog.choose({ preferences: { consent: 'essential' } })).status, 200)

  assert.equal((await shop.init()).json().action, 'none', 'fresh for a day')
  shop.clock.time += 86_401
  const followed = await shop.init()
  assert.equal(followed.json().consent, 'essential')
  assert.equal(shop.browser.get('_cookies_categories'), '')
  const read = await shop.ask('/_cookies/get-preferences')
  assert.deepEqual(read.json().preferences, {
    consent: 'essential',
    categories: { performance: false, functionality: false },
  })
})

test('a visitor whom the service forgot begins anew, and never sees an error', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite('https://shop.example')
  const shop = siteOf(t, world.url, { apiKey: key })
  const cookie = await roundTrip(shop, 'https://shop.example/')
  await shop.choose({ preferences: { consent: 'all' } })
  const before = shop.browser.get('_cookies_auth_token')
  for (const { record } of await world.store.log({ limit: 9 })) {
    if (record?.visitor !== undefined) await world.store.forget(record.visitor, 0)
  }
  const late = await shop.choose({ preferences: { consent: 'essential' } })
  assert.equal(late.status, 401)
  assert.equal(late.json().code, 'consent_unknown_visitor')
  assert.equal(shop.browser.get('_cookies_auth_token'), '', 'cleared')

  shop.browser.set('_cookies_auth_token', before)
  shop.clock.time += 86_401
  shop.browser.set('_cookies_redirect_attempted', '')
  const answer = await shop.init()
  assert.equal(answer.json().action, 'none', 'at the service a moment ago')
  assert.equal(shop.browser.get('_cookies_auth_token'), '')

  shop.browser = new SentBack()
  shop.write({ _cookies_auth_token: before, _cookies_accepted: 'all', _cookies_categories: '' })
  assert.match(String((await shop.init()).json().redirect_url), /session\?state=/)
  await roundTrip(shop, 'https://shop.example/', cookie)
  assert.equal((await shop.init()).json().consent, 'unset', 'asked again, as after any forgetting')
})

test('a known visitor with a GPC signal and no choice: told once, in the background', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite('https://shop.example')
  const shop = siteOf(t, world.url, { apiKey: key })
  await roundTrip(shop, 'https://shop.example/')
  const gpc = { 'sec-gpc': '1' }
  for (let i = 0; i < 3; i++) await shop.init(gpc)
  const entries = async () => (await world.store.log({ limit: 9 })).map((one) => one.record?.act)
  for (let i = 0; i < 100 && (await entries()).length === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.deepEqual(await entries(), ['gpc'])
  const { consent } = (await shop.ask('/_cookies/get-preferences')).json().preferences as {
    consent: string
  }
  assert.equal(consent, 'unset', 'a signal is no choice')
  assert.ok(!shop.log.text.includes('not reported'), shop.log.text)
})

test('a new policy counts from the first answer that names it', async (t) => {
  const world = await serviceWorld(t)
  const { key } = await world.addSite('https://shop.example')
  const shop = siteOf(t, world.url, { apiKey: key })
  await roundTrip(shop, 'https://shop.example/')
  assert.equal((await shop.init()).json().policy, 0)
  const policy = { text: 'Words.', categories: CLASSIC_CATEGORIES, material: true }
  await world.store.addPolicy({ ...policy, at: world.clock.time * 1000 })
  world.clock.time += 10
  assert.deepEqual((await shop.init()).json(), { action: 'none', policy: 0 }, 'not known yet')
  shop.browser.set('_cookies_freshness_ts', '')
  assert.equal((await shop.init()).json().policy, 1)
  assert.deepEqual((await shop.init()).json(), { action: 'none', policy: 1 })
})
