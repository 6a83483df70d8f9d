/** The service down, hanging, or talking nonsense: pages never notice, and the banner hears at once. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { exchangeOf } from '../exchange-of.ts'
import {
  type AnyService,
  becomeKnown,
  median,
  ourService,
  PREFERENCES,
  siteOf,
  type TestSite,
} from './site-world.ts'

/** What the issue asks for is 50 ms; a test must not fail for a machine that is busy. */
const AT_ONCE = 250

/** The answers of /init once the outage is known, and how long they took. */
async function knownOutage(t: TestContext, site: TestSite): Promise<void> {
  const taken: number[] = []
  for (let i = 0; i < 20; i++) {
    const answer = await site.init()
    assert.equal(answer.status, 503)
    assert.equal(answer.json().code, 'consent_unavailable')
    assert.ok(answer.json().error)
    assert.equal(answer.header('retry-after'), '15')
    taken.push(answer.ms)
  }
  const [usual, slowest] = [median(taken), Math.max(...taken)].map((ms) => ms.toFixed(1))
  t.diagnostic(`/init took ${usual} ms, ${slowest} ms at most`)
  assert.ok(median(taken) < AT_ONCE, `${usual} ms`)
  const started = performance.now()
  const page = site.pass.handle(exchangeOf({ url: '/', headers: { cookie: site.browser.header } }))
  assert.ok(!(page instanceof Promise) && page.kind === 'pass', 'a page is decided synchronously')
  assert.equal(page.visitor.consent.allows('performance'), false)
  t.diagnostic(`a page took ${(performance.now() - started).toFixed(2)} ms`)
}

describe('the health of the service', () => {
  const broken: readonly [string, (service: AnyService) => unknown][] = [
    ['never answers', (service) => service.on('/_status/check', undefined)],
    ['answers 500', (service) => service.on('/_status/check', { status: 500 })],
    ['answers 503', (service) => service.on('/_status/check', { status: 503 })],
    ['answers 401', (service) => service.on('/_status/check', { status: 401 })],
    [
      'answers more than 16 KB',
      (service) => service.on('/_status/check', { text: 'x'.repeat(20_000) }),
    ],
    [
      'redirects',
      (service) =>
        service.on('/_status/check', { status: 302, headers: { location: '/elsewhere' } }),
    ],
    ['is not there', (service) => service.stop()],
  ]
  for (const [what, brake] of broken) {
    test(`a service that ${what} from the start`, async (t) => {
      const service = ourService()
      const url = await service.listen(t)
      await brake(service)
      const site = siteOf(t, url)
      const first = await site.init()
      assert.equal(first.status, 503)
      assert.ok(first.ms < 1500, `the first took ${first.ms} ms`)
      await knownOutage(t, site)
      assert.equal(service.calls('/elsewhere').length, 0, 'a redirect is not followed')
    })
  }

  test('a service that stops is noticed, and one that is back, too', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t), { healthCheck: false })
    assert.equal((await site.init()).status, 200)
    service.on('/_status/check', undefined)
    site.clock.time += 61
    assert.equal((await site.init()).status, 503)
    await knownOutage(t, site)
    service.on('/_status/check', { json: { status: 'ok', state: true } })
    site.clock.time += 15
    assert.equal((await site.init()).status, 503, 'still what is known, while it is asked')
    for (let i = 0; i < 100 && !site.log.text.includes('answers again'); i++) await sleep(10)
    assert.equal((await site.init()).status, 200)
  })
})

describe('its API, while its health looks well', () => {
  const down: readonly (readonly [string, (service: AnyService) => unknown])[] = [
    ['never answers', (service) => service.on(PREFERENCES, undefined)],
    ['is not there any more', (service) => service.stop()],
    ...[502, 503, 504].map(
      (status) =>
        [
          `answers ${status}`,
          (service: AnyService) => service.on(PREFERENCES, { status }),
        ] as const,
    ),
  ]
  for (const [what, brake] of down) {
    test(`one that ${what} counts as down from then on`, async (t) => {
      const service = ourService()
      const site = siteOf(t, await service.listen(t))
      await becomeKnown(site)
      await brake(service)
      const first = await site.init()
      assert.equal(first.status, 503)
      assert.ok(first.ms < 1500, `the first took ${first.ms} ms`)
      await knownOutage(t, site)
      const choice = await site.choose({ preferences: { consent: 'all' } })
      assert.equal(choice.status, 503)
      assert.ok(service.calls(PREFERENCES).length <= 1, 'asked once only')
      assert.ok(site.browser.get('_cookies_auth_token'), 'still known')
    })
  }

  const broken: readonly [string, (service: AnyService) => unknown][] = [
    ['answers 500', (service) => service.on(PREFERENCES, { status: 500 })],
    ['answers 429', (service) => service.on(PREFERENCES, { status: 429 })],
    [
      'redirects',
      (service) => service.on(PREFERENCES, { status: 307, headers: { location: '/x' } }),
    ],
    ['answers too much', (service) => service.on(PREFERENCES, { text: 'y'.repeat(1_000_000) })],
  ]
  for (const [what, brake] of broken) {
    test(`one that ${what} to a visitor serves the others`, async (t) => {
      const service = ourService()
      const site = siteOf(t, await service.listen(t))
      await becomeKnown(site)
      await brake(service)
      for (const answer of [
        await site.init(),
        await site.ask('/_cookies/get-preferences'),
        await site.choose({ preferences: { consent: 'all' } }),
      ]) {
        assert.equal(answer.status, 503)
        assert.equal(answer.json().code, 'consent_unavailable')
        assert.deepEqual(answer.cookies, [])
      }
      assert.equal(service.calls('/x').length, 0, 'a redirect is not followed')
      const stranger = await site.ask('/_cookies/init', { headers: { cookie: '' } })
      assert.equal(stranger.json().action, 'redirect')
      assert.ok(site.browser.get('_cookies_auth_token'), 'still known')
    })
  }

  test('a call that had only what was left of the time tells nothing of others', async (t) => {
    const service = ourService()
    const answer = { preferences: { consent: 'unset' }, updated_at: null }
    service
      .on(`GET ${PREFERENCES}`, { json: answer, after: 400 })
      .on(`POST ${PREFERENCES}`, undefined)
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    site.write({ _cookies_set_offline: 'true', _cookies_accepted: 'essential' })
    assert.equal((await site.init()).status, 502)
    const stranger = await site.ask('/_cookies/init', { headers: { cookie: '' } })
    assert.equal(stranger.json().action, 'redirect')
  })

  test('a choice that hangs is given up after a second', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    service.on(`POST ${PREFERENCES}`, undefined)
    const answer = await site.choose({ preferences: { consent: 'all' } })
    assert.equal(answer.status, 503)
    assert.equal(answer.header('retry-after'), '15')
    assert.ok(answer.ms > 900 && answer.ms < 1500, `${answer.ms} ms`)
    assert.deepEqual(answer.cookies, [], 'the browser keeps what it has')
    await knownOutage(t, site)
  })

  test('nonsense is refused, and nothing of it kept', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    const nonsense = [
      'not json',
      '[]',
      'null',
      '{"preferences":{"consent":"everything"}}',
      '{"preferences":{"consent":["all"]}}',
      '{"preferences":{"consent":"all","categories":{"performance":"yes"}}}',
      '{"preferences":{"consent":"all"},"updated_at":5}',
      '{"preferences":{"consent":"all"},"policy":-1}',
      `{"preferences":{"consent":"all"},"updated_at":"${'9'.repeat(100)}"}`,
    ]
    for (const text of nonsense) {
      service.on(PREFERENCES, { text })
      const answer = await site.init()
      assert.equal(answer.status, 503, text)
      assert.deepEqual(answer.cookies, [])
    }
  })

  test('a wrong key is no outage: others are served, and the log says what is wrong', async (t) => {
    const service = ourService().on(PREFERENCES, { status: 401 })
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    for (let i = 0; i < 5; i++) assert.equal((await site.init()).status, 503)
    const stranger = await site.ask('/_cookies/init', { headers: { cookie: '' } })
    assert.equal(stranger.json().action, 'redirect')
    assert.equal(site.log.lines.filter((line) => /API key/.test(line)).length, 1, 'said once')
    assert.ok(!site.log.text.includes('hpk_'), 'but not the key')
    assert.equal(service.calls(PREFERENCES)[0]?.authorization, 'Bearer hpk_the-key-of-the-shop')
  })
})
