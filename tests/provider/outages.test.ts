/** The provider is down: at the start, at a login, at the token endpoint, for days. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ProviderAnswer } from '../support/hostile-shapes.ts'
import { type Seen, SHOP } from './visitor.ts'
import { assertRefused, open, type World } from './world.ts'

function assertRetryAfter(answer: Seen): void {
  const seconds = Number(answer.headers.get('retry-after'))
  assert.ok(seconds >= 1 && seconds <= 120, `Retry-After: ${answer.headers.get('retry-after')}`)
}

describe('the provider is down when the app starts', () => {
  test('public pages are served, and a login is a 503 page with Retry-After', async (t) => {
    const world = await open(t)
    await world.provider.down()
    const visitor = world.visitor()
    assert.equal((await visitor.send('/')).status, 200)
    const login = await visitor.visit('/me')
    await assertRefused(world, visitor, login, { status: 503, code: 'provider_unavailable' })
    assertRetryAfter(login)
    assert.deepEqual(login.cookies, [], 'no transaction is left behind')
    assert.match(login.body, /returnTo=%2Fme/, 'the page leads back to where the visitor was going')
  })

  test('a script gets 401 for what is protected, not the fault of the provider', async (t) => {
    const world = await open(t)
    await world.provider.down()
    const answer = await world.visitor().send('/me', { mode: 'cors' })
    assert.equal(answer.status, 401)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    assert.equal(JSON.parse(answer.body).code, 'login_required')
    assert.deepEqual(await world.visitor().session(), { signedIn: false })
  })

  test('a login works as soon as the provider is up', async (t) => {
    const world = await open(t)
    await world.provider.down()
    assert.equal((await world.visitor().send('/auth/login')).status, 503)
    await world.provider.up()
    world.now += 6
    await world.signedIn()
  })

  test('back-channel logout is not told that it worked', async (t) => {
    const world = await open(t)
    const claims = { iss: world.provider.issuer, aud: 'shop' }
    const form = { logout_token: await world.provider.token(claims) }
    await world.provider.down()
    const answer = await world.visitor().send('/auth/backchannel-logout', { method: 'POST', form })
    assert.equal(answer.status, 503)
  })
})

describe('the provider goes down while visitors are signed in', () => {
  const later = async (t: Parameters<typeof open>[0]) => {
    const world = await open(t, {
      pages: {
        '/token': (_request, { accessToken }) => accessTokenPage(accessToken),
      },
    })
    return { world, visitor: await world.signedIn() }
  }
  const accessTokenPage = (get: () => Promise<string>) =>
    get().then(
      () => new Response('a token'),
      ({ code }) => new Response(code),
    )

  test('they stay signed in, also past the end of their access token', async (t) => {
    const { world, visitor } = await later(t)
    await world.provider.down()
    for (let minutes = 0; minutes < 50; minutes += 10) {
      assert.equal((await visitor.send('/me')).status, 200)
      assert.equal((await visitor.send('/staff', { mode: 'cors' })).status, 200)
      world.now += 600
    }
  })

  test('they stay signed in over a restart of the app', async (t) => {
    const { world, visitor } = await later(t)
    await world.provider.down()
    world.now += 400
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    assert.equal((await world.restart().visitor().send('/me', { cookie })).status, 200)
  })

  test('a second login works with what is known, but for the token call', async (t) => {
    const { world } = await later(t)
    const visitor = world.visitor()
    const address = await visitor.callback()
    await world.provider.down()
    const answer = await visitor.send(address)
    await assertRefused(world, visitor, answer, { status: 502, code: 'provider_failed' })
    assertRetryAfter(answer)
    await world.provider.up()
    assert.equal((await visitor.visit('/auth/login?returnTo=/me')).status, 200)
  })

  test('they are signed in again with fresh tokens when it is back', async (t) => {
    const { world, visitor } = await later(t)
    await world.provider.down()
    world.now += 250
    await visitor.send('/me')
    await world.provider.up()
    world.now += 15
    const before = world.provider.callsOf('token').length
    await visitor.send('/me')
    assert.equal(world.provider.callsOf('token').length, before + 1)
    assert.deepEqual(world.provider.complaints, [])
  })

  test('nobody waits twice: a dead provider is not asked with every request', async (t) => {
    const { world, visitor } = await later(t)
    world.now += 250
    world.provider.instead.token = () => ({ body: '', ending: 'break' })
    const before = world.provider.callsOf('token').length
    for (let i = 0; i < 10; i++) await visitor.send('/me')
    assert.equal(world.provider.callsOf('token').length, before + 1)
    world.now += 11
    for (let i = 0; i < 10; i++) await visitor.send('/me')
    assert.equal(world.provider.callsOf('token').length, before + 2)
  })
})

describe('the token endpoint', () => {
  const answers: Readonly<Record<string, ProviderAnswer>> = {
    'answers 500': { status: 500, body: 'stack trace of the provider' },
    'answers 503': { status: 503, json: { error: 'server_error' } },
    'answers HTML': { body: '<h1>Maintenance</h1>', headers: { 'content-type': 'text/html' } },
    'answers HTML that says it is JSON': { body: '<h1>Maintenance</h1>' },
    'answers nothing': { body: '' },
    'answers JSON that is cut off': { body: '{"access_token": "at-' },
    'answers five megabytes': { body: `{"x":"${'y'.repeat(5_000_000)}"}` },
    'breaks the connection': { body: '{"access_token": "at-', ending: 'break' },
    'redirects elsewhere': { status: 307, body: '', headers: { location: `${SHOP}/` } },
  }
  for (const [name, answer] of Object.entries(answers)) {
    test(`${name}: a 502 page with Retry-After, and the login can be tried again`, async (t) => {
      const world = await open(t)
      world.provider.instead.token = () => answer
      const visitor = world.visitor()
      const page = await visitor.visit('/auth/login?returnTo=/me')
      await assertRefused(world, visitor, page, { status: 502, code: 'provider_failed' })
      assertRetryAfter(page)
      assert.doesNotMatch(page.body, /stack trace|Maintenance|at-/)
      assert.doesNotMatch(world.log, /stack trace|Maintenance|at-/)
      delete world.provider.instead.token
      assert.equal((await visitor.visit('/auth/login?returnTo=/me')).status, 200)
    })
  }

  const wrong: Readonly<Record<string, unknown>> = {
    'a list': [],
    null: null,
    'no access token': { token_type: 'Bearer', id_token: 'x' },
    'an access token that is a number': { access_token: 7, token_type: 'Bearer' },
    'no token_type': { access_token: 'x' },
    'an unknown token_type': { access_token: 'x', token_type: 'mac' },
    'a negative expires_in': { access_token: 'x', token_type: 'Bearer', expires_in: -1 },
    'an error object with status 200': { error: 'invalid_grant' },
  }
  for (const [name, json] of Object.entries(wrong)) {
    test(`answers ${name}: a page, and nobody is signed in`, async (t) => {
      const world = await open(t)
      world.provider.instead.token = () => ({ json })
      const visitor = world.visitor()
      const page = await visitor.visit('/auth/login?returnTo=/me')
      assert.ok([400, 502].includes(page.status), `${page.status}\n${world.log}`)
      assert.equal(visitor.sessionCookie, undefined)
      assert.deepEqual(world.provider.callsOf('userinfo'), [])
    })
  }

  test('refuses the code: a 400 page, and the login can be tried again', async (t) => {
    const world = await open(t)
    world.provider.instead.token = () => ({
      status: 400,
      json: { error: 'invalid_grant', error_description: '<script>alert("secret")</script>' },
    })
    const visitor = world.visitor()
    const page = await visitor.visit('/auth/login?returnTo=/me')
    const refusal = { code: 'callback_invalid', detail: /invalid_grant/ }
    await assertRefused(world, visitor, page, refusal)
    assert.doesNotMatch(page.body, /alert/)
    delete world.provider.instead.token
    assert.equal((await visitor.visit('/auth/login?returnTo=/me')).status, 200)
  })
})

test('the app may answer an outage itself', async (t) => {
  const world: World = await open(t, {
    pass: {
      handlers: {
        error: ({ reply, error }) => ({ ...reply, body: `our own page: ${error.code}` }),
      },
    },
  })
  await world.provider.down()
  const answer = await world.visitor().send('/auth/login')
  assert.equal(answer.status, 503)
  assert.equal(answer.body, 'our own page: provider_unavailable')
})
