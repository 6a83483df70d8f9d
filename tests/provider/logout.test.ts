/** Logout begun here: at the provider too, and not by other sites, prefetches or replays. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readForms } from '../support/forms.ts'
import { type Sending, SHOP } from './visitor.ts'
import { open } from './world.ts'

const POST: Sending = { method: 'POST', from: SHOP }

describe('rp-init-logout', () => {
  test('revokes the refresh token, and goes to end_session with hint, return address and state', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const answer = await visitor.send('/auth/logout?returnTo=/bye', POST)
    assert.equal(answer.status, 303)
    const url = new URL(answer.location)
    assert.equal(url.origin + url.pathname, `${world.provider.issuer}/logout`)
    assert.match(url.searchParams.get('id_token_hint') ?? '', /^eyJ/)
    assert.equal(url.searchParams.get('post_logout_redirect_uri'), `${SHOP}/auth/logged-out`)
    const state = url.searchParams.get('state')
    assert.ok(state && state.length >= 22)
    const [revoked] = world.provider.callsOf('revoke')
    assert.match(revoked?.form.get('token') ?? '', /^rt-/)
    assert.equal(revoked?.form.get('token_type_hint'), 'refresh_token')
    const back = await visitor.send(`/auth/logged-out?state=${state}`)
    assert.equal(back.location, `${SHOP}/bye`)
    assert.deepEqual(visitor.jar.at(`${SHOP}/auth/logout`), {}, 'every cookie is cleared')
    assert.deepEqual(world.provider.complaints, [])
  })

  for (const [name, query] of Object.entries({
    'other-state': '?state=another',
    'no-state': '',
    'empty state': '?state=',
    'a return address of its own': '?returnTo=https://evil.example/',
  })) {
    test(`${name}: the return leads home`, async (t) => {
      const world = await open(t)
      const visitor = await world.signedIn()
      await visitor.send('/auth/logout?returnTo=/bye', POST)
      const back = await visitor.send(`/auth/logged-out${query}`)
      assert.equal(back.status, 302)
      assert.equal(back.location, `${SHOP}/`)
    })
  }

  test('a return with two states is a 400 page', async (t) => {
    const world = await open(t)
    const answer = await world.visitor().send('/auth/logged-out?state=a&state=b')
    assert.equal(answer.status, 400)
  })

  test('a script is told where to go', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const answer = await visitor.send('/auth/logout', { method: 'POST', mode: 'cors' })
    const { signedIn, location } = JSON.parse(answer.body)
    assert.equal(signedIn, false)
    assert.ok(location.startsWith(`${world.provider.issuer}/logout?`))
  })

  test('works while the provider is down, and says so in the log', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    await world.provider.down()
    const answer = await visitor.send('/auth/logout', POST)
    assert.equal(answer.status, 303)
    assert.equal((await visitor.session()).signedIn, false)
    assert.match(world.log, /not revoked/)
  })

  test('works in a new process while the provider is down', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    await world.provider.down()
    const restarted = world.restart()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    const answer = await restarted.visitor().send('/auth/logout', { ...POST, cookie })
    assert.equal(answer.status, 303)
    assert.match(answer.cookies.join(), /__Host-hallpass=; Max-Age=0/)
  })

  test('a hook that throws keeps nobody signed in', async (t) => {
    const afterLogout = () => {
      throw new Error('the database is down')
    }
    const world = await open(t, { pass: { hooks: { afterLogout } } })
    const visitor = await world.signedIn()
    await visitor.send('/auth/logout', POST)
    assert.equal(visitor.sessionCookie, undefined)
    assert.equal((await visitor.session()).signedIn, false)
  })

  test('deleted-cookie replay: a copy of the cookie opens nothing after the logout', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    await visitor.send('/auth/logout', POST)
    const thief = world.visitor()
    assert.equal((await thief.send('/me', { cookie, mode: 'cors' })).status, 401)
    assert.equal((await thief.send('/', { cookie })).body, 'public, nobody')
    const refresh = await thief.send('/auth/refresh', { cookie, method: 'POST', mode: 'cors' })
    assert.equal(refresh.status, 401)
  })

  test('a copy of an older cookie of the same session opens nothing either', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    world.now += 250
    await visitor.send('/me')
    await visitor.send('/auth/logout', POST)
    const answer = await world.visitor().send('/me', { cookie, mode: 'cors' })
    assert.equal(answer.status, 401)
  })
})

describe('a session is not ended by', () => {
  const attempts: Readonly<Record<string, Sending>> = {
    'a link of another site': { from: 'https://evil.example' },
    'a link in a mail': {},
    'a form of another site': { method: 'POST', from: 'https://evil.example' },
    'a form of a sandboxed frame': {
      method: 'POST',
      headers: { origin: 'null', 'sec-fetch-site': 'cross-site' },
    },
    'a form of a sister site': {
      method: 'POST',
      headers: { origin: 'https://blog.shop.example', 'sec-fetch-site': 'same-site' },
    },
    'a fetch of another site': { method: 'POST', mode: 'cors', from: 'https://evil.example' },
    'an image on our own page': {
      headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-origin', accept: 'image/*' },
    },
    'a script that gets it': { mode: 'cors' },
    'a prefetch': { from: SHOP, headers: { 'sec-purpose': 'prefetch' } },
    'a prerendering': { from: SHOP, headers: { 'sec-purpose': 'prefetch;prerender' } },
    'an old prefetch': { from: SHOP, headers: { purpose: 'prefetch' } },
    'a prefetch of old Firefox': { from: SHOP, headers: { 'x-moz': 'prefetch' } },
    'a browser without Sec-Fetch headers on another site': {
      method: 'POST',
      from: 'https://evil.example',
      headers: { 'sec-fetch-site': '', 'sec-fetch-mode': '' },
    },
  }
  for (const [name, sending] of Object.entries(attempts)) {
    test(name, async (t) => {
      const world = await open(t)
      const visitor = await world.signedIn()
      // A browser would not even send the Lax cookie with some of these.
      const cookie = `__Host-hallpass=${visitor.sessionCookie}`
      const answer = await visitor.send('/auth/logout', { cookie, ...sending })
      assert.deepEqual(answer.cookies, [])
      assert.equal((await visitor.session()).signedIn, true)
      assert.deepEqual(world.provider.callsOf('revoke'), [])
    })
  }

  test('another site that posts to the refresh route', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    const before = world.provider.callsOf('token').length
    const sending: Sending = { method: 'POST', from: 'https://evil.example', cookie }
    assert.equal((await visitor.send('/auth/refresh', sending)).status, 403)
    assert.equal((await visitor.send('/auth/refresh', { cookie })).status, 405)
    assert.equal(world.provider.callsOf('token').length, before)
  })
})

test('a link on our own page signs out; another gets a page that asks, and then signs out', async (t) => {
  const world = await open(t)
  const own = await world.signedIn()
  await own.send('/auth/logout', { from: SHOP })
  assert.equal((await own.session()).signedIn, false)

  const visitor = await world.signedIn()
  const page = await visitor.send('/auth/logout?returnTo=/bye', { from: 'https://evil.example' })
  assert.equal(page.status, 200)
  const [form] = readForms(page.body, page.url)
  assert.ok(form)
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  const answer = await visitor.send(form.action, { ...POST, form: form.fields })
  assert.equal(answer.status, 303)
  assert.equal((await visitor.session()).signedIn, false)
})
