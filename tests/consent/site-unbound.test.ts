/** Callbacks without a state: taken from a service that never passed one through, and from no other. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  becomeKnown,
  LEGACY_STATUS,
  legacyService,
  ourService,
  siteOf,
  type TestSite,
} from './site-world.ts'

function isBound(site: TestSite): boolean {
  return site.browser.get('_cookies_auth_token') !== ''
}

describe('a service of another make', () => {
  test('is used as it always was, and the log says so once', async (t) => {
    const service = legacyService()
    const url = await service.listen(t)
    const site = siteOf(t, url)
    const answer = await site.init()
    assert.deepEqual(answer.json(), {
      action: 'redirect',
      redirect_url: `${url}/api/v1/cookies/session?return_uri=`,
    })
    assert.deepEqual(answer.cookies, [])
    await becomeKnown(site)
    await site.callback('code=other&return_uri=%2F')
    assert.equal(site.log.lines.filter((line) => /not bound/.test(line)).length, 1)
  })

  test('is not believed in where ours was seen, and not where nothing was', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t), { healthCheck: false })
    await site.init()
    service.on('/_status/check', LEGACY_STATUS)
    site.clock.time += 61
    await site.callback('code=planted&return_uri=%2F')
    assert.ok(!isBound(site), 'a proxy that answers 200 opens no door')

    const silent = ourService().on('/_status/check', undefined)
    const young = siteOf(t, await silent.listen(t))
    await young.callback('code=planted&return_uri=%2F')
    assert.ok(!isBound(young))
    assert.equal(silent.calls('/api/v1/token').length, 0)
  })
})

describe('a 200 that no service answers', () => {
  const pages: readonly [string, string][] = [
    ['<html>maintenance</html>', 'text/html'],
    ['<html>maintenance</html>', 'application/json'],
    ['Down for maintenance', 'text/html'],
    ['{"message":"welcome"}', 'application/json'],
  ]
  for (const [text, type] of pages) {
    test(`${text} as ${type} opens no door, also at the start`, async (t) => {
      const service = ourService()
      service.on('/_status/check', { text, headers: { 'content-type': type } })
      const site = siteOf(t, await service.listen(t))
      assert.equal((await site.init()).status, 503)
      await site.callback('code=planted&return_uri=%2F')
      assert.ok(!isBound(site))
      assert.equal(service.calls('/api/v1/token').length, 0)
    })
  }
})

describe('requireState', () => {
  test('never takes a callback without, whatever the status or the fleet says', async (t) => {
    const service = legacyService()
    const url = await service.listen(t)
    const unbound = `{"up":true,"ours":false,"at":1800000000}`
    for (const cache of [undefined, { get: () => unbound, set() {} }]) {
      const options = { requireState: true, ...(cache !== undefined && { cache }) }
      const site = siteOf(t, url, options)
      const init = await site.init()
      if (init.status === 200) assert.match(init.body, /session\?state=[\w-]{43}&/)
      else assert.match(site.log.text, /passes no state through/)
      await site.callback('code=planted&return_uri=%2F')
      assert.ok(!isBound(site))
    }
    assert.equal(service.calls('/api/v1/token').length, 0)
  })

  test('changes nothing beside a service of ours', async (t) => {
    const site = siteOf(t, await ourService().listen(t), { requireState: true })
    await becomeKnown(site)
    assert.ok(isBound(site))
  })
})
