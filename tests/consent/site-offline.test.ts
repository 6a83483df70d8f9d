/** Choices that were made while the service was down: the newer one counts. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { isoTimestamp } from '../../src/consent/wire/timestamp.ts'
import { START } from '../support/clock.ts'
import {
  type AnyService,
  becomeKnown,
  legacyService,
  ourService,
  PREFERENCES,
  siteOf,
  type TestSite,
} from './site-world.ts'

const at = (seconds: number): string => isoTimestamp((START + seconds) * 1000)

interface Met {
  readonly service: AnyService
  readonly site: TestSite
}

/** A visitor whom the service knows; and what it has of them. */
async function met(
  t: TestContext,
  service: AnyService,
  consent: string,
  updated_at: string | null,
): Promise<Met> {
  const answer = { preferences: { consent }, updated_at }
  service.on(`GET ${PREFERENCES}`, { json: answer }).on(`POST ${PREFERENCES}`, { json: {} })
  const site = siteOf(t, await service.listen(t))
  await becomeKnown(site)
  return { service, site }
}

/** What was posted. */
function posted({ service }: Met): unknown[] {
  return service
    .calls(PREFERENCES)
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(body))
}

const OFFLINE = { _cookies_set_offline: 'true' }

describe('a choice that was made offline', () => {
  test('goes to the service when nothing newer is there', async (t) => {
    const world = await met(t, ourService(), 'all', at(-7200))
    const { site } = world
    site.write({ ...OFFLINE, _cookies_accepted: 'essential', _cookies_freshness_ts: at(-3600) })
    site.write({ _cookies_categories: '' })
    const answer = await site.init()
    assert.deepEqual(answer.json(), { action: 'offline_preferences_synced', policy: 3 })
    assert.deepEqual(posted(world), [
      {
        preferences: {
          consent: 'essential',
          categories: { performance: false, functionality: false },
        },
        act: 'sync',
        chosen_at: at(-3600),
      },
    ])
    assert.ok(!site.browser.names.includes('_cookies_set_offline'))
    assert.equal(site.browser.get('_cookies_accepted'), 'essential')
    assert.equal((await site.init()).json().action, 'none')
  })

  test('gives way to what was chosen elsewhere since', async (t) => {
    const world = await met(t, ourService(), 'essential', at(-60))
    const { site } = world
    site.write({ ...OFFLINE, _cookies_accepted: 'all', _cookies_freshness_ts: at(-3600) })
    const answer = await site.init()
    assert.equal(answer.json().action, 'set_preferences')
    assert.equal(answer.json().consent, 'essential')
    assert.deepEqual(posted(world), [])
    assert.equal(site.browser.get('_cookies_accepted'), 'essential')
    assert.ok(!site.browser.names.includes('_cookies_set_offline'))
  })

  test('of a first visit arrives, too', async (t) => {
    const world = await met(t, ourService(), 'unset', null)
    world.site.write({ ...OFFLINE, _cookies_accepted: 'performance' })
    const answer = await world.site.init()
    assert.equal(answer.json().action, 'offline_preferences_synced')
    assert.equal(posted(world).length, 1)
  })

  test('that cannot be ordered never grants what either of the two refused', async (t) => {
    const cases = [
      ['all', 'essential', 'essential', 1],
      ['essential', 'all', 'essential', 0],
      ['performance', 'functionality', 'essential', 1],
      ['all', 'all', 'all', 0],
    ] as const
    for (const [remote, local, result, sent] of cases) {
      const world = await met(t, ourService(), remote, at(-60))
      world.site.write({ ...OFFLINE, _cookies_accepted: local, _cookies_freshness_ts: 'garbage' })
      await world.site.init()
      assert.equal(world.site.browser.get('_cookies_accepted'), result, `${remote} ${local}`)
      assert.equal(posted(world).length, sent)
    }
  })

  test('is kept when it cannot be sent', async (t) => {
    const { service, site } = await met(t, ourService(), 'unset', null)
    service.on(`POST ${PREFERENCES}`, { status: 503 })
    site.write({ ...OFFLINE, _cookies_accepted: 'all', _cookies_freshness_ts: at(-1) })
    const answer = await site.init()
    assert.equal(answer.status, 502)
    assert.ok(answer.json().error)
    assert.deepEqual(answer.cookies, [])
    assert.equal(site.browser.get('_cookies_set_offline'), 'true')
  })

  test('with categories that the policy of its time did not know goes as the word', async (t) => {
    const world = await met(t, ourService(), 'unset', null)
    world.service.on(`POST ${PREFERENCES}`, { status: 400, json: { code: 'unknown_category' } })
    world.site.write({ ...OFFLINE, _cookies_accepted: 'all', _cookies_categories: 'performance' })
    const answer = await world.site.init()
    assert.deepEqual(
      posted(world).map((body) => Object.keys((body as { preferences: object }).preferences)),
      [['consent', 'categories'], ['consent']],
    )
    // One that is never taken is not sent for ever.
    assert.equal(answer.json().action, 'set_preferences')
    assert.ok(!world.site.browser.names.includes('_cookies_set_offline'))
  })

  test('that somebody changed at the same moment is not what is in force', async (t) => {
    const { service, site } = await met(t, ourService(), 'all', at(-60))
    const now = { preferences: { consent: 'performance' }, updated_at: at(0) }
    service.on(`POST ${PREFERENCES}`, { json: now })
    site.write({ ...OFFLINE, _cookies_accepted: 'essential', _cookies_freshness_ts: at(-30) })
    const answer = await site.init()
    assert.equal(answer.json().action, 'set_preferences')
    assert.equal(answer.json().consent, 'performance')
  })

  test('goes to a service of another make as it knows it', async (t) => {
    const world = await met(t, legacyService(), 'all', '2027-01-15T07:00:00.123456')
    world.site.write({
      ...OFFLINE,
      _cookies_accepted: 'functionality',
      _cookies_freshness_ts: at(-60),
    })
    assert.deepEqual((await world.site.init()).json(), { action: 'offline_preferences_synced' })
    assert.deepEqual(posted(world), [{ preferences: { consent: 'functionality' } }])
  })

  test('without a choice is none', async (t) => {
    for (const accepted of ['', 'unset', 'true', 'everything']) {
      const world = await met(t, ourService(), 'performance', at(-60))
      world.site.write({ ...OFFLINE, _cookies_accepted: accepted })
      assert.equal((await world.site.init()).json().consent, 'performance')
      assert.deepEqual(posted(world), [])
    }
  })
})

describe('a choice that an older part of the site made', () => {
  test('is brought along: nobody is asked again', async (t) => {
    const world = await met(t, ourService(), 'unset', null)
    world.site.write({ _cookies_accepted: 'all', _cookies_freshness_ts: at(-90_000) })
    const answer = await world.site.init()
    assert.equal(answer.json().action, 'set_preferences')
    assert.equal(answer.json().consent, 'all')
    assert.equal(posted(world).length, 1)
  })

  test('is not, where the service knew one that no longer holds', async (t) => {
    const world = await met(t, ourService(), 'unset', at(-90_000))
    world.site.write({ _cookies_accepted: 'all', _cookies_freshness_ts: at(-90_000) })
    assert.equal((await world.site.init()).json().consent, 'unset')
    assert.deepEqual(posted(world), [])
    assert.equal(world.site.browser.get('_cookies_accepted'), 'unset')
  })
})

describe('freshness', () => {
  test('counts for a day, and no time that means nothing', async (t) => {
    const { service, site } = await met(t, ourService(), 'all', at(-9))
    const asked = () => service.calls(PREFERENCES).length
    const stale = [at(-86_401), at(1000), '', 'x', '9999', '2027-13-01T00:00:00+00:00', 'null']
    for (const [index, ts] of stale.entries()) {
      site.write({ _cookies_accepted: 'all', _cookies_freshness_ts: ts })
      assert.equal((await site.init()).json().action, 'set_preferences', ts)
      assert.equal(asked(), index + 1)
    }
    for (const ts of [at(-86_399), at(0), at(60), encodeURIComponent(at(-5))]) {
      site.write({ _cookies_accepted: 'all', _cookies_freshness_ts: ts })
      assert.equal((await site.init()).json().action, 'none', ts)
    }
  })

  test('is never before the service’s own time, whose clock may be ahead', async (t) => {
    const { site } = await met(t, ourService(), 'all', at(100))
    const answer = await site.init()
    assert.equal(answer.json().cookies_freshness_ts, at(100))
  })
})
