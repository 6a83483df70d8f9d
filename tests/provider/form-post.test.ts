/** Answers that come as a cross-site form, and two providers that are mixed up. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createHallpass } from '../../src/index.ts'
import { oidc } from '../../src/login.ts'
import { HostileProvider } from '../support/hostile-provider.ts'
import { SHOP } from './visitor.ts'
import { assertRefused, CLIENT, open, SECRETS } from './world.ts'

const FORM_POST = { oidc: { responseMode: 'form_post' } } as const

describe('form_post', () => {
  test('signs in, though the form comes from another site', async (t) => {
    const world = await open(t, FORM_POST)
    const visitor = await world.signedIn()
    assert.equal((await visitor.session()).signedIn, true)
    assert.equal(world.provider.callsOf('authorize')[0]?.query.get('response_mode'), 'form_post')
    assert.deepEqual(world.provider.complaints, [])
  })

  test('only the transaction cookie travels cross-site: the session cookie stays Lax', async (t) => {
    const world = await open(t, FORM_POST)
    const visitor = await world.signedIn()
    const lines = visitor.seen.flatMap(({ cookies }) => cookies)
    for (const line of lines.filter((one) => /SameSite=None/i.test(one))) {
      assert.match(line, /^__Secure-hallpass_tx_/)
      assert.match(line, /; Secure/)
      assert.match(line, /; HttpOnly/)
    }
    const session = lines.filter((line) => line.startsWith('__Host-hallpass='))
    assert.ok(session.length > 0)
    for (const line of session) assert.match(line, /SameSite=Lax/)
  })

  test('form-post-error: the error is shown', async (t) => {
    const world = await open(t, FORM_POST)
    world.provider.change.answer = (parameters) => {
      parameters.delete('code')
      parameters.set('error', 'server_error')
      parameters.set('error_description', 'the cellar is flooded')
    }
    const visitor = world.visitor()
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    await assertRefused(world, visitor, answer, { code: 'provider_error' })
    assert.match(answer.body, /server_error: the cellar is flooded/)
    assert.deepEqual(world.provider.callsOf('token'), [])
  })

  const bodies: Readonly<Record<string, (state: string) => URLSearchParams>> = {
    'a repeated code': (state) => new URLSearchParams(`code=a&code=b&state=${state}`),
    'a repeated state': (state) => new URLSearchParams(`code=a&state=${state}&state=x`),
    'no state': () => new URLSearchParams('code=a'),
    nothing: () => new URLSearchParams(),
  }
  for (const [name, body] of Object.entries(bodies)) {
    test(`a form with ${name} is a 400 page`, async (t) => {
      const world = await open(t, FORM_POST)
      const visitor = world.visitor()
      const login = await visitor.send('/auth/login')
      const state = new URL(login.location).searchParams.get('state') ?? ''
      const from = world.provider.issuer
      const answer = await visitor.send('/auth/callback', {
        method: 'POST',
        form: body(state),
        from,
      })
      assert.equal(answer.status, 400)
      assert.equal(visitor.sessionCookie, undefined)
      assert.deepEqual(world.provider.callsOf('token'), [])
    })
  }

  test('a form of a hundred kilobytes is refused', async (t) => {
    const world = await open(t, FORM_POST)
    const form = { code: 'x'.repeat(100_000), state: 'y' }
    const answer = await world.visitor().send('/auth/callback', { method: 'POST', form })
    assert.equal(answer.status, 413)
  })

  test('parameters of the query beside the form are not read', async (t) => {
    const world = await open(t, FORM_POST)
    const visitor = world.visitor()
    const login = await visitor.send('/auth/login')
    const state = new URL(login.location).searchParams.get('state') ?? ''
    const form = { code: 'x' }
    const target = `/auth/callback?state=${state}`
    const answer = await visitor.send(target, { method: 'POST', form, from: world.provider.issuer })
    assert.equal(answer.status, 400)
    assert.match(answer.body, /state_missing/)
  })
})

describe('mix-up of two providers', () => {
  test('an answer at the callback of the other provider is refused', async (t) => {
    const other = await HostileProvider.start()
    t.after(() => other.close())
    const client = { clientId: CLIENT.id, clientSecret: CLIENT.secret }
    const redirectUris = ['honest', 'evil'].map((name) => `${SHOP}/auth/callback/${name}`)
    const world = await open(t, {
      client: { redirectUris },
      pass: {
        login: [
          oidc({ ...client, name: 'evil', issuer: other.issuer }),
          oidc({ ...client, name: 'good', issuer: 'http://127.0.0.1:1' }),
        ],
      },
    })
    other.clients = [{ ...CLIENT, redirectUris }]
    const visitor = world.visitor()
    const login = await visitor.send('/auth/login?provider=evil')
    const state = new URL(login.location).searchParams.get('state')
    assert.equal(
      new URL(login.location).searchParams.get('redirect_uri'),
      `${SHOP}/auth/callback/evil`,
    )
    const answer = await visitor.send(`/auth/callback/good?code=stolen&state=${state}`)
    await assertRefused(world, visitor, answer, { code: 'state_unknown', detail: /provider/ })
    assert.deepEqual(other.callsOf('token'), [])
  })

  test('with the iss of the other provider the code goes nowhere', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const url = new URL(await visitor.callback())
    url.searchParams.set('iss', 'http://127.0.0.1:1')
    const answer = await visitor.send(url.href)
    await assertRefused(world, visitor, answer, { code: 'issuer_mismatch' })
    assert.deepEqual(world.provider.callsOf('token'), [])
  })

  test('two issuers cannot share a redirect URI: their answers could not be told apart', () => {
    const login = (name: string) =>
      oidc({
        name,
        issuer: `https://${name}.example`,
        clientId: 'x',
        redirectUri: `${SHOP}/auth/callback`,
      })
    const options = { baseUrl: SHOP, secrets: SECRETS, login: [login('one'), login('two')] }
    assert.throws(() => createHallpass(options), /redirectUri: is that of another provider/)
  })

  test('with two providers the visitor chooses, and an unknown name is a 400 page', async (t) => {
    const login = (name: string) =>
      oidc({ name, label: `<b>${name}</b>`, issuer: `https://${name}.example`, clientId: 'x' })
    const world = await open(t, { pass: { login: [login('one'), login('two')] } })
    const page = await world.visitor().send('/auth/login?returnTo=/me')
    assert.equal(page.status, 200)
    assert.match(page.body, /provider=one/)
    assert.doesNotMatch(page.body, /<b>/)
    for (const name of ['three', '__proto__', 'constructor']) {
      const answer = await world.visitor().send(`/auth/login?provider=${name}`)
      assert.equal(answer.status, 400)
    }
    const unknown = await world.visitor().send('/auth/callback?code=x&state=y')
    assert.equal(unknown.body, 'at /auth/callback', 'the callback without a name is the app’s')
  })
})
