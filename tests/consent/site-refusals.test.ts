/** Choices that were made offline, and that the service does not take as they were made. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { serviceWorld } from './service-world.ts'
import { becomeKnown, ourService, PREFERENCES, siteOf, type TestSite } from './site-world.ts'

const OFFLINE = { _cookies_set_offline: 'true' }
/** Some hours ago, as browsers without time zones in their script have it. */
const NAIVE = '2027-01-15T04:00:00.123456'
/** Longer ago than any browser keeps a cookie. */
const ANCIENT = '2025-11-24T04:00:00.000000+00:00'

/** A visitor at a site, whom a service of ours knows. */
async function known(t: TestContext): Promise<TestSite> {
  const world = await serviceWorld(t)
  const { key } = await world.addSite('https://shop.example')
  const site = siteOf(t, world.url, { apiKey: key })
  const { redirect_url: url } = (await site.init()).json()
  const away = await fetch(`${url}https://shop.example/`, { redirect: 'manual' })
  await site.callback(new URL(away.headers.get('location') ?? '').search.slice(1))
  return site
}

/** What the service has of the visitor. */
async function stored(site: TestSite): Promise<unknown> {
  const { preferences } = (await site.ask('/_cookies/get-preferences')).json()
  return (preferences as { consent: string }).consent
}

async function comeBack(site: TestSite, accepted: string, freshness: string) {
  site.write({ ...OFFLINE, _cookies_accepted: accepted, _cookies_freshness_ts: freshness })
  const answer = await site.init()
  assert.equal(answer.status, 200, answer.body)
  assert.ok(!site.browser.names.includes('_cookies_set_offline'))
  return answer.json()
}

describe('beside a service of ours', () => {
  test('a time without a zone is no hindrance', async (t) => {
    for (const word of ['essential', 'all', 'functionality']) {
      const site = await known(t)
      assert.equal((await comeBack(site, word, NAIVE)).action, 'offline_preferences_synced')
      assert.equal(await stored(site), word)
    }
  })

  test('a refusal of long ago is there; a grant is asked for again', async (t) => {
    const refusing = await known(t)
    await comeBack(refusing, 'essential', ANCIENT)
    assert.equal(await stored(refusing), 'essential')
    assert.equal(refusing.browser.get('_cookies_accepted'), 'essential')

    const granting = await known(t)
    const answer = await comeBack(granting, 'all', ANCIENT)
    assert.deepEqual([answer.action, answer.consent], ['set_preferences', 'unset'])
    assert.equal(await stored(granting), 'unset')
    assert.equal(granting.browser.get('_cookies_accepted'), 'unset')
  })

  test('of one that refuses a part of long ago nothing is granted', async (t) => {
    const site = await known(t)
    const answer = await comeBack(site, 'performance', ANCIENT)
    assert.deepEqual([answer.action, answer.consent], ['set_preferences', 'essential'])
    assert.equal(await stored(site), 'essential')
  })

  test('what the page posts itself may lack a zone, too', async (t) => {
    const site = await known(t)
    const posted = { preferences: { consent: 'essential' }, act: 'sync', chosen_at: NAIVE }
    const answer = await site.choose(posted)
    assert.equal(answer.status, 200, answer.body)
    assert.equal(await stored(site), 'essential')
  })
})

test('a refusal that is never taken stays in the browser, and is sent again', async (t) => {
  const service = ourService()
    .on(`GET ${PREFERENCES}`, { json: { preferences: { consent: 'all' }, updated_at: ANCIENT } })
    .on(`POST ${PREFERENCES}`, { status: 400, json: { code: 'bad_request' } })
  const site = siteOf(t, await service.listen(t))
  await becomeKnown(site)
  site.write({ ...OFFLINE, _cookies_accepted: 'essential', _cookies_freshness_ts: NAIVE })
  for (const times of [2, 4]) {
    const answer = await site.init()
    assert.equal(answer.status, 502)
    assert.deepEqual(answer.cookies, [])
    assert.equal(service.calls(PREFERENCES).filter(({ method }) => method === 'POST').length, times)
  }
  service.on(`POST ${PREFERENCES}`, { json: {} })
  assert.equal((await site.init()).json().action, 'offline_preferences_synced')
})

test('too many choices are no outage: each stays in its browser until it is taken', async (t) => {
  const service = ourService()
    .on(`GET ${PREFERENCES}`, { json: { preferences: { consent: 'unset' }, updated_at: null } })
    .on(`POST ${PREFERENCES}`, { status: 429, json: { code: 'rate_limited' } })
  const site = siteOf(t, await service.listen(t))
  await becomeKnown(site)
  const chosen = await site.choose({ preferences: { consent: 'essential' } })
  assert.equal(chosen.status, 503, 'the script keeps it as one made offline')
  assert.ok(chosen.header('retry-after'))
  assert.deepEqual(chosen.cookies, [])
  site.write({ ...OFFLINE, _cookies_accepted: 'essential', _cookies_freshness_ts: NAIVE })
  assert.equal((await site.init()).status, 502)
  assert.equal(site.browser.get('_cookies_set_offline'), 'true')
  const stranger = await site.ask('/_cookies/init', { headers: { cookie: '' } })
  assert.equal(stranger.json().action, 'redirect', 'others are served')
  service.on(`POST ${PREFERENCES}`, { json: {} })
  assert.equal((await site.init()).json().action, 'offline_preferences_synced')
})
