import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../exchange-of.ts'
import {
  becomeKnown,
  legacyService,
  ourService,
  PREFERENCES,
  siteOf,
  VISITOR,
} from './site-world.ts'

const CHOICE = { preferences: { consent: 'all' } }
const PERFORMANCE = {
  preferences: { consent: 'performance', categories: { performance: true, functionality: false } },
  updated_at: '2027-01-15T08:00:00.000000+00:00',
  policy: 3,
}

describe('set-preferences', () => {
  test('passes on what the banner posted, and keeps what is in force', async (t) => {
    const service = ourService().on(PREFERENCES, { json: PERFORMANCE })
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    const sent = {
      preferences: { consent: 'performance', categories: { performance: true } },
      act: 'saved',
      policy: 3,
    }
    const answer = await site.choose({ ...sent, more: 'is left out' })
    assert.equal(answer.status, 200)
    const { cookies_freshness_ts: at, ...rest } = answer.json()
    assert.deepEqual(rest, { message: 'Preferences saved', policy: 3 })
    assert.match(String(at), /^2027-01-15T08:00:00\.000000\+00:00$/)
    const [call] = service.calls(PREFERENCES)
    assert.deepEqual(JSON.parse(call?.body ?? ''), sent)
    const life = 'Max-Age=31536000; Path=/; Secure; SameSite=Lax'
    assert.deepEqual(answer.cookies, [
      `_cookies_accepted=performance; ${life}`,
      `_cookies_freshness_ts=${at}; ${life}`,
      `_cookies_categories=performance; ${life}`,
    ])
  })

  test('a service of another make gets the word alone, which grants no more than was chosen', async (t) => {
    const service = legacyService().on(PREFERENCES, { json: { ok: true } })
    const site = siteOf(t, await service.listen(t), { days: 30 })
    await becomeKnown(site)
    const categories = { performance: true, functionality: false }
    const answer = await site.choose({
      preferences: { consent: 'all', categories },
      act: 'saved',
      policy: 1,
    })
    assert.equal(answer.status, 200)
    const [call] = service.calls(PREFERENCES)
    assert.deepEqual(JSON.parse(call?.body ?? ''), { preferences: { consent: 'performance' } })
    assert.match(answer.cookies[0] ?? '', /^_cookies_accepted=performance; Max-Age=2592000;/)
    assert.equal((await site.choose({ preferences: { consent: 'unset' }, act: 'gpc' })).status, 200)
    assert.equal(
      service.calls(PREFERENCES).length,
      1,
      'a signal is no choice, and it knows no other',
    )
  })

  test('of what a choice does not name, a service of another make hears what the cookies say', async (t) => {
    const service = legacyService().on(PREFERENCES, { json: { ok: true } })
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    site.write({ _cookies_accepted: 'performance', _cookies_categories: 'performance' })
    const answer = await site.choose({
      preferences: { consent: 'all', categories: { functionality: true } },
      act: 'saved',
    })
    const [call] = service.calls(PREFERENCES)
    assert.deepEqual(JSON.parse(call?.body ?? ''), { preferences: { consent: 'all' } })
    assert.match(answer.cookies[0] ?? '', /^_cookies_accepted=all;/)
    assert.match(answer.cookies[2] ?? '', /^_cookies_categories=performance.functionality;/)
  })

  test('bad input gets its status, and nothing is passed on', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    assert.equal((await site.choose(CHOICE)).status, 401, 'unknown')
    await becomeKnown(site)
    const refused: readonly (readonly [unknown, number, string])[] = [
      ['', 400, 'bad_request'],
      ['{', 400, 'bad_request'],
      ['[]', 400, 'bad_request'],
      ['"all"', 400, 'bad_request'],
      [{}, 400, 'bad_request'],
      [{ preferences: { consent: 'everything' } }, 400, 'bad_request'],
      [{ preferences: { consent: 'unset' } }, 400, 'bad_request'],
      [{ preferences: { consent: 'all', categories: { A: true } } }, 400, 'bad_request'],
      [{ preferences: { consent: 'all', categories: { a: 1 } } }, 400, 'bad_request'],
      [{ preferences: { consent: 'all', categories: { ads: true } } }, 400, 'bad_request'],
      [{ preferences: { consent: 'all', categories: [true] } }, 400, 'bad_request'],
      ['{"preferences":{"consent":"all","categories":{"__proto__":true}}}', 400, 'bad_request'],
      [{ ...CHOICE, act: 'import' }, 400, 'bad_request'],
      [{ ...CHOICE, policy: 1.5 }, 400, 'bad_request'],
      [{ ...CHOICE, act: 'sync', chosen_at: 'yesterday' }, 400, 'bad_request'],
      [{ ...CHOICE, more: 'x'.repeat(17_000) }, 413, 'body_too_large'],
      [
        `{"preferences":{"consent":"all","categories":{"__proto__":true,"x y":true}}}`,
        400,
        'bad_request',
      ],
    ]
    for (const [body, status, code] of refused) {
      const answer = await site.choose(body)
      assert.equal(answer.status, status, JSON.stringify(body))
      assert.equal(answer.json().code, code)
      assert.equal(typeof answer.json().error, 'string')
      assert.deepEqual(answer.cookies, [])
    }
    const types = ['text/plain', 'application/x-www-form-urlencoded', '']
    for (const type of types) {
      assert.equal((await site.choose(CHOICE, { 'content-type': type })).status, 400, type)
    }
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    assert.equal((await site.choose(CHOICE, foreign)).status, 403)
    assert.equal(service.calls(PREFERENCES).length, 0)
  })

  test('what the service refuses is refused here', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    await becomeKnown(site)
    service.on(PREFERENCES, { status: 400, json: { code: 'unknown_category' } })
    const answer = await site.choose(CHOICE)
    assert.equal(answer.status, 400)
    assert.match(String(answer.json().detail), /unknown_category/)
    service.on(PREFERENCES, { status: 429 })
    assert.equal((await site.choose(CHOICE)).status, 503)
    service.on(PREFERENCES, { status: 404 })
    const forgotten = await site.choose(CHOICE)
    assert.equal(forgotten.status, 401)
    assert.match(forgotten.cookies.join(), /^_cookies_auth_token=; Max-Age=0; Path=\//)
  })
})

test('get-preferences gives what the service has, and no more', async (t) => {
  const service = ourService().on(PREFERENCES, { json: { ...PERFORMANCE, secret: 1 } })
  const site = siteOf(t, await service.listen(t))
  const stranger = await site.ask('/_cookies/get-preferences')
  assert.equal(stranger.status, 401)
  assert.equal(stranger.json().code, 'consent_unknown_visitor')
  await becomeKnown(site)
  const answer = await site.ask('/_cookies/get-preferences')
  assert.deepEqual(answer.json(), PERFORMANCE)
  assert.equal(answer.header('cache-control'), 'no-store, no-cache, must-revalidate, private')
  assert.equal(answer.header('content-type'), 'application/json')
})

test('another method is refused with those there are', async (t) => {
  const site = siteOf(t, await ourService().listen(t))
  const routes = [
    ['/_cookies/init', 'POST', 'GET'],
    ['/_cookies/init', 'HEAD', 'GET'],
    ['/_cookies/callback', 'POST', 'GET'],
    ['/_cookies/get-preferences', 'DELETE', 'GET'],
    ['/_cookies/set-preferences', 'GET', 'POST'],
    ['/_choices/ask.js', 'POST', 'GET, HEAD'],
  ] as const
  for (const [path, method, allow] of routes) {
    const answer = await site.ask(path, { method })
    assert.equal(answer.status, 405, path)
    assert.equal(answer.header('allow'), allow)
    assert.ok(answer.json().error)
  }
  for (const path of ['/_cookies/', '/_cookies/init/', '/_cookies/other', '/_cookies/toString']) {
    const decision = await site.pass.handle(exchangeOf({ url: path }))
    assert.equal(decision.kind, 'pass', `${path} is the app’s`)
  }
})

test('a guessed id of a visitor reveals nothing', async (t) => {
  const service = ourService().on('/api/v1/users/*', { json: PERFORMANCE })
  const site = siteOf(t, await service.listen(t))
  for (const guess of [VISITOR, `"${VISITOR}"`, `${btoa(`"${VISITOR}"`)}.AAAA.BBBB`, '.', '%']) {
    site.browser.set('_cookies_auth_token', guess)
    assert.equal((await site.ask('/_cookies/get-preferences')).status, 401)
    assert.equal((await site.choose(CHOICE)).status, 401)
  }
  assert.equal(service.got.filter(({ path }) => path.includes('/users/')).length, 0)
})
