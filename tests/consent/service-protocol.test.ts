import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLOG, codeOf, cookieOf, SHOP, serviceWorld } from './service-world.ts'

test('accepted on one site, known on the next', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  const blog = await world.addSite(BLOG)

  const away = await world.session(`${SHOP}/cart?item=1&next=/pay`)
  assert.equal(away.status, 302)
  assert.match(away.headers.get('cache-control') ?? '', /no-store/)
  assert.match(
    away.headers.get('location') ?? '',
    /^https:\/\/shop\.example\/_cookies\/callback\?code=[\w-]{43}&return_uri=%2Fcart%3Fitem%3D1%26next%3D%2Fpay$/,
  )
  const line = away.headers.getSetCookie()[0] ?? ''
  assert.match(
    line,
    /^__Host-hallpass-visitor=hp1\.[\w-]+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )

  const token = await world.api(shop.key, '/api/v1/token', { code: codeOf(away) })
  assert.equal(token.status, 200)
  const { user_uuid: visitor } = (await token.json()) as { user_uuid: string }
  assert.match(visitor, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.doesNotMatch(line, new RegExp(visitor))

  const before = await world.preferences(shop.key, visitor)
  assert.equal(before.status, 200)
  assert.deepEqual(await before.json(), {
    preferences: { consent: 'unset', categories: {} },
    updated_at: null,
    policy: 0,
  })

  world.clock.time += 10
  const expected = {
    preferences: { consent: 'all', categories: { performance: true, functionality: true } },
    updated_at: '2027-01-15T08:00:10.000000+00:00',
    policy: 0,
  }
  const saved = await world.preferences(shop.key, visitor, { preferences: { consent: 'all' } })
  assert.equal(saved.status, 200)
  assert.deepEqual(await saved.json(), expected)

  const second = await world.visit(blog, cookieOf(away))
  assert.equal(second.visitor, visitor)
  assert.deepEqual(await (await world.preferences(blog.key, visitor)).json(), expected)
})

test('what the Flask extension sends and reads', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  // It takes any 200 as "up".
  const status = await world.request('/_status/check')
  assert.equal(status.status, 200)
  assert.deepEqual(await status.json(), { status: 'ok', state: true, policy: 0 })

  const { visitor } = await world.visit(shop)
  // requests.post(json=…) has Python's separators; `_cookies_accepted` is sent when it syncs.
  const posted = await world.preferences(
    shop.key,
    visitor,
    '{"preferences": {"consent": "functionality"}}',
  )
  assert.equal(posted.status, 200)
  const read = (await (await world.preferences(shop.key, visitor)).json()) as {
    preferences: { consent: string }
    updated_at: string
  }
  assert.equal(read.preferences.consent, 'functionality')
  // It compares times as text, with what `datetime.now(timezone.utc).isoformat()` gave.
  assert.match(read.updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/)
  assert.ok(read.updated_at < '2027-01-15T08:00:00.000001+00:00')
})

test('state goes through, when it stands before the address of the page', async (t) => {
  const world = await serviceWorld(t)
  await world.addSite(SHOP)
  const path = `/api/v1/cookies/session?state=aB-_9&return_uri=${SHOP}/?state=mine&code=1`
  const answer = await world.request(path)
  const location = new URL(answer.headers.get('location') ?? '')
  assert.deepEqual(location.searchParams.getAll('state'), ['aB-_9'])
  assert.equal(location.searchParams.get('return_uri'), '/?state=mine&code=1')

  for (const state of ['a b', '', 'x'.repeat(129), '%0d%0aset-cookie:a=b', 'a&state=b']) {
    const bad = await world.request(`/api/v1/cookies/session?state=${state}&return_uri=${SHOP}/`)
    assert.equal(bad.status, 400, state)
    assert.equal(bad.headers.get('location'), null)
    assert.deepEqual(bad.headers.getSetCookie(), [])
  }
})

test('a visitor who was forgotten comes as somebody new', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  const first = await world.visit(shop)
  assert.equal((await world.visit(shop, first.cookie)).visitor, first.visitor)
  assert.ok(await world.store.forget(first.visitor, world.clock.time * 1000))
  assert.equal((await world.preferences(shop.key, first.visitor)).status, 404)
  const again = await world.visit(shop, first.cookie)
  assert.notEqual(again.visitor, first.visitor)
  assert.equal((await world.preferences(shop.key, again.visitor)).status, 200)
})

test('a cookie that the service did not seal makes nobody', async (t) => {
  const world = await serviceWorld(t)
  const shop = await world.addSite(SHOP)
  const known = await world.visit(shop)
  const changed = known.cookie.replace(/.(?=..$)/, (one) => (one === 'A' ? 'B' : 'A'))
  for (const cookie of [
    `__Host-hallpass-visitor=${known.visitor}`,
    `hallpass-visitor=${known.cookie.split('=')[1]}`,
    changed,
    '__Host-hallpass-visitor=%',
  ]) {
    assert.notEqual((await world.visit(shop, cookie)).visitor, known.visitor, cookie)
  }
})
