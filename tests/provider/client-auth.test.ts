/** How the client shows who it is, and what an authorization request holds. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import { keyNamed } from '../support/hostile-keys.ts'
import { assertRefused, CLIENT, open, type World } from './world.ts'

const PUBLIC = { clientSecret: undefined } as const
const NO_SECRET = { secret: undefined } as unknown as Record<string, never>

/** Signs in, refreshes, logs out: every call that a client authenticates. */
async function everyCall(world: World): Promise<void> {
  const visitor = await world.signedIn()
  await visitor.send('/auth/refresh', { method: 'POST', mode: 'cors' })
  await visitor.send('/auth/logout', { method: 'POST', mode: 'cors' })
  assert.deepEqual(world.provider.complaints, [])
  assert.equal(world.provider.callsOf('token').length, 2)
  assert.equal(world.provider.callsOf('revoke').length, 1)
}

/** The secret in any spelling stands nowhere but where the method puts it. */
function assertSecretOnlyIn(world: World, place: 'authorization' | 'form' | 'nowhere'): void {
  for (const call of world.provider.calls.filter(({ form }) => form.size > 0)) {
    assert.equal(
      call.headers.authorization?.startsWith('Basic ') ?? false,
      place === 'authorization',
    )
    assert.equal(call.form.has('client_secret'), place === 'form')
    assert.equal(call.query.size, 0)
  }
  const asked = world.provider.callsOf('authorize').map(({ query }) => String(query))
  for (const query of asked) assert.doesNotMatch(query, /secret/)
}

describe('client authentication', () => {
  test('client-secret-basic by default, with the signs in it encoded', async (t) => {
    const world = await open(t)
    await everyCall(world)
    assertSecretOnlyIn(world, 'authorization')
  })

  test('client_secret_post where the provider offers no basic', async (t) => {
    const world = await open(t, { client: { method: 'client_secret_post' } })
    world.provider.change.metadata = (metadata) => ({
      ...metadata,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    })
    await everyCall(world)
    assertSecretOnlyIn(world, 'form')
  })

  test('client_secret_post where the app says so', async (t) => {
    const world = await open(t, {
      client: { method: 'client_secret_post' },
      oidc: { clientAuth: 'client_secret_post' },
    })
    await everyCall(world)
    assertSecretOnlyIn(world, 'form')
  })

  test('none: a public client sends its id and no secret', async (t) => {
    const world = await open(t, { client: NO_SECRET, oidc: PUBLIC })
    await everyCall(world)
    assertSecretOnlyIn(world, 'nowhere')
    for (const { form } of world.provider.callsOf('token')) {
      assert.equal(form.get('client_id'), CLIENT.id)
    }
  })

  for (const alg of ['ES256', 'RS256', 'PS256']) {
    test(`private_key_jwt with ${alg}: a fresh assertion with every call`, async (t) => {
      const key = await keyNamed(`client-${alg}`, alg)
      const privateKey = { ...(await jose.exportJWK(key.privateKey)), alg, kid: 'mine' }
      const { kid: _, ...publicJwk } = key.jwk
      const world = await open(t, {
        client: { key: publicJwk },
        oidc: { ...PUBLIC, privateKey, clientAuth: 'private_key_jwt' },
      })
      world.provider.change.metadata = (metadata) => ({
        ...metadata,
        pushed_authorization_request_endpoint: `${world.provider.issuer}/par`,
      })
      await everyCall(world)
      assertSecretOnlyIn(world, 'nowhere')
      const assertions = world.provider.calls
        .map(({ form }) => form.get('client_assertion'))
        .filter((assertion) => assertion !== null)
      assert.equal(assertions.length, 4)
      const jtis = assertions.map((assertion) => jose.decodeJwt(assertion).jti)
      assert.equal(new Set(jtis).size, 4)
      for (const assertion of assertions) {
        const { kid, alg: used } = jose.decodeProtectedHeader(assertion)
        assert.deepEqual([kid, used], ['mine', alg])
        const { exp = 0, iat = 0 } = jose.decodeJwt(assertion)
        assert.ok(exp - iat <= 300, 'short-lived')
      }
    })
  }

  test('a provider that refuses the client: a 502 page that names the error', async (t) => {
    const world = await open(t, { client: { secret: 'another secret than ours' } })
    const visitor = world.visitor()
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    await assertRefused(world, visitor, answer, {
      status: 502,
      code: 'provider_failed',
      detail: /invalid_client/,
    })
  })
})

describe('the authorization request', () => {
  test('has PKCE S256, a state and a nonce that are new with every login', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const seen = new Set<string>()
    for (let i = 0; i < 3; i++) {
      const { searchParams: asked } = new URL((await visitor.send('/auth/login')).location)
      assert.equal(asked.get('response_type'), 'code')
      assert.equal(asked.get('code_challenge_method'), 'S256')
      for (const name of ['state', 'nonce', 'code_challenge']) {
        const value = asked.get(name) ?? ''
        assert.ok(value.length >= 43, `${name} has 256 bits`)
        assert.ok(!seen.has(value), `${name} is new`)
        seen.add(value)
      }
    }
  })

  test('the redirect URI is that of the configuration, whatever the Host header says', async (t) => {
    const world = await open(t)
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil',
    }
    const { location } = await world.visitor().send('/auth/login', { headers })
    const asked = new URL(location).searchParams
    assert.equal(asked.get('redirect_uri'), 'https://shop.example/auth/callback')
  })

  test('the redirect URI is the same at both endpoints', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const [asked] = world.provider.callsOf('authorize')
    const [exchanged] = world.provider.callsOf('token')
    assert.equal(asked?.query.get('redirect_uri'), exchanged?.form.get('redirect_uri'))
  })

  test('passes on prompt, max_age, acr_values, login_hint, ui_locales, and nothing else', async (t) => {
    const world = await open(t)
    const query = new URLSearchParams({
      prompt: 'login',
      max_age: '60',
      acr_values: 'mfa',
      login_hint: 'alice@x.example',
      ui_locales: 'de',
      redirect_uri: 'https://evil.example/',
      client_id: 'evil',
      scope: 'everything',
      response_type: 'token',
      state: 'fixed',
      nonce: 'fixed',
      request_uri: 'https://evil.example/',
      code_challenge_method: 'plain',
      audience: 'api',
    })
    const { location } = await world.visitor().send(`/auth/login?${query}`)
    const asked = new URL(location).searchParams
    const passed = ['prompt', 'max_age', 'acr_values', 'login_hint', 'ui_locales']
    for (const name of passed) assert.deepEqual(asked.getAll(name), [query.get(name)])
    assert.equal(asked.get('redirect_uri'), 'https://shop.example/auth/callback')
    assert.equal(asked.get('client_id'), CLIENT.id)
    assert.equal(asked.get('response_type'), 'code')
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.notEqual(asked.get('state'), 'fixed')
    assert.notEqual(asked.get('nonce'), 'fixed')
    assert.equal(asked.has('audience'), false)
    assert.equal(asked.has('request_uri'), false)
  })

  for (const name of ['prompt', 'returnTo', 'provider', 'max_age', 'appState']) {
    test(`a duplicated ${name} is a 400 page`, async (t) => {
      const world = await open(t)
      const answer = await world.visitor().send(`/auth/login?${name}=1&${name}=2`)
      assert.equal(answer.status, 400)
      assert.deepEqual(answer.cookies, [])
    })
  }
})

describe('pushed authorization requests', () => {
  async function pushing(t: Parameters<typeof open>[0]): Promise<World> {
    const world = await open(t)
    world.provider.change.metadata = (metadata) => ({
      ...metadata,
      pushed_authorization_request_endpoint: `${world.provider.issuer}/par`,
    })
    return world
  }

  test('are used when the provider offers them: the browser carries a reference alone', async (t) => {
    const world = await pushing(t)
    await world.signedIn()
    const [asked] = world.provider.callsOf('authorize')
    assert.deepEqual([...(asked?.query.keys() ?? [])].sort(), ['client_id', 'request_uri'])
    const [pushed] = world.provider.callsOf('par')
    assert.equal(pushed?.form.get('code_challenge_method'), 'S256')
    assert.match(pushed?.headers.authorization ?? '', /^Basic /)
    assert.deepEqual(world.provider.complaints, [])
  })

  for (const [name, answer] of Object.entries({
    'an error': { status: 400, json: { error: 'invalid_request' } },
    'a page': { status: 201, body: '<html>', headers: { 'content-type': 'text/html' } },
    'no request_uri': { status: 201, json: { expires_in: 60 } },
    'a request_uri that is a list': { status: 201, json: { request_uri: ['x'], expires_in: 60 } },
    'an error of the server': { status: 500, body: '' },
  })) {
    test(`stop the login with a 502 or 503 page: ${name}`, async (t) => {
      const world = await pushing(t)
      world.provider.instead.par = () => answer
      const answered = await world.visitor().send('/auth/login')
      assert.ok([502, 503].includes(answered.status), `${answered.status}`)
      assert.deepEqual(answered.cookies, [])
    })
  }
})
