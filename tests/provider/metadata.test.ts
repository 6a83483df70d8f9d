/** Discovery: metadata that lies, is broken, or does not come. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../support/hostile-keys.ts'
import type { ProviderAnswer } from '../support/hostile-shapes.ts'
import { assertRefused, open, type World } from './world.ts'

/** A login that must end before anything else is asked of the provider. */
async function stopped(world: World, statuses: readonly number[] = [502]): Promise<void> {
  const visitor = world.visitor()
  const answer = await visitor.send('/auth/login?returnTo=/me')
  assert.ok(statuses.includes(answer.status), `${answer.status}\n${world.log}`)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
  assert.equal(answer.location, '', 'stops before authorize')
  assert.deepEqual(answer.cookies, [], 'nothing is stored')
  assert.equal(world.provider.calls.filter((call) => call.endpoint !== 'metadata').length, 0)
  assert.match(world.log, /refused: provider_/)
}

describe('discovery', () => {
  test('discovery-openid-config: the endpoints are those of the metadata', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const endpoints = world.provider.calls.map(({ endpoint }) => endpoint)
    assert.deepEqual(endpoints, ['metadata', 'authorize', 'token', 'jwks', 'userinfo'])
  })

  test('nothing is asked of the provider before the first login', async (t) => {
    const world = await open(t)
    await world.visitor().send('/')
    await world.visitor().send('/me')
    await world.visitor().send('/me', { mode: 'cors' })
    await world.visitor().session()
    assert.deepEqual(world.provider.calls, [])
  })

  test('many logins at once ask for the metadata once', async (t) => {
    const world = await open(t)
    await Promise.all(Array.from({ length: 20 }, () => world.visitor().send('/auth/login')))
    assert.equal(world.provider.callsOf('metadata').length, 1)
  })

  const lies: Readonly<Record<string, (metadata: JsonObject) => unknown>> = {
    'discovery-issuer-mismatch': (m) => ({ ...m, issuer: `${m.issuer}INVALID` }),
    'an issuer of another scheme': (m) => ({
      ...m,
      issuer: String(m.issuer).replace('http:', 'https:'),
    }),
    'an issuer with a path': (m) => ({ ...m, issuer: `${m.issuer}/tenant` }),
    'no issuer': ({ issuer: _, ...m }) => m,
    'an issuer that is a list': (m) => ({ ...m, issuer: [m.issuer] }),
    'no authorization_endpoint': ({ authorization_endpoint: _, ...m }) => m,
    'an authorization_endpoint that is no URL': (m) => ({ ...m, authorization_endpoint: 'here' }),
    'an authorization_endpoint that is a number': (m) => ({ ...m, authorization_endpoint: 7 }),
    'an authorization_endpoint that is a script': (m) => ({
      ...m,
      authorization_endpoint: 'javascript:alert(1)',
    }),
    'metadata that is a list': (m) => [m],
    'metadata that is null': () => null,
    'metadata that is a text': () => 'none',
  }
  for (const [name, lie] of Object.entries(lies)) {
    test(`stops before authorize: ${name}`, async (t) => {
      const world = await open(t)
      world.provider.change.metadata = lie
      await stopped(world)
    })
  }

  const answers: Readonly<Record<string, ProviderAnswer>> = {
    'a page': { body: '<h1>Maintenance</h1>', headers: { 'content-type': 'text/html' } },
    'JSON that is cut off': { body: '{"issuer": "http' },
    'an empty body': { body: '' },
    'a redirect': { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } },
    'not found': { status: 404, json: { error: 'not_found' } },
    'a body of five megabytes': { body: `{"x":"${'y'.repeat(5_000_000)}"}` },
  }
  for (const [name, answer] of Object.entries(answers)) {
    test(`stops before authorize: ${name}`, async (t) => {
      const world = await open(t)
      world.provider.instead.metadata = () => answer
      await stopped(world)
    })
  }

  for (const status of [500, 502, 503]) {
    test(`stops before authorize with Retry-After: status ${status}`, async (t) => {
      const world = await open(t)
      world.provider.instead.metadata = () => ({ status, body: 'down' })
      await stopped(world, [502, 503])
      const answer = await world.visitor().send('/auth/login')
      assert.ok(Number(answer.headers.get('retry-after')) > 0)
    })
  }

  const broken: Readonly<Record<string, JsonObject>> = {
    'no token_endpoint': { token_endpoint: undefined },
    'a token_endpoint that is no URL': { token_endpoint: 'token' },
    'a token_endpoint that is a number': { token_endpoint: 7 },
    'no jwks_uri': { jwks_uri: undefined },
    'a jwks_uri that is no URL': { jwks_uri: 'keys' },
    'a jwks_uri that is a number': { jwks_uri: 7 },
    'a jwks_uri that is a file': { jwks_uri: 'file:///etc/passwd' },
    'a userinfo_endpoint that is no URL': { userinfo_endpoint: 'userinfo' },
    'a userinfo_endpoint that is a number': { userinfo_endpoint: 7 },
  }
  for (const [name, change] of Object.entries(broken)) {
    test(`a login ends at a page: ${name}`, async (t) => {
      const world = await open(t)
      world.provider.change.metadata = (metadata) => ({ ...metadata, ...change })
      const visitor = world.visitor()
      const answer = await visitor.visit('/auth/login?returnTo=/me')
      assert.ok([502, 503].includes(answer.status), `${answer.status}\n${world.log}`)
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
      assert.equal(visitor.sessionCookie, undefined)
    })
  }

  for (const value of [7, {}, 'RS256', [7], null]) {
    test(`algorithms announced as ${JSON.stringify(value)}: a login or a page, no crash`, async (t) => {
      const world = await open(t)
      world.provider.change.metadata = (metadata) => ({
        ...metadata,
        id_token_signing_alg_values_supported: value,
        token_endpoint_auth_methods_supported: value,
      })
      const answer = await world.visitor().visit('/auth/login?returnTo=/me')
      assert.ok([200, 400, 502].includes(answer.status), `${answer.status}`)
    })
  }

  test('metadata from before is used while the provider answers errors', async (t) => {
    const world = await open(t)
    await world.signedIn()
    world.now += 7200
    world.provider.instead.metadata = () => ({ status: 503, body: '' })
    await world.signedIn()
    assert.equal(world.provider.callsOf('metadata').length, 2)
  })

  test('metadata that turns bad does not replace what was good', async (t) => {
    const world = await open(t)
    await world.signedIn()
    world.now += 7200
    world.provider.change.metadata = (m) => ({ ...m, issuer: 'https://evil.example' })
    await world.signedIn()
  })

  test('metadata is asked for again after an hour, and what changed counts', async (t) => {
    const world = await open(t)
    await world.signedIn()
    world.now += 7200
    world.provider.change.metadata = ({ userinfo_endpoint: _, ...m }) => m
    await world.signedIn()
    assert.equal(world.provider.callsOf('userinfo').length, 1)
  })

  test('a failing discovery is not asked by every visitor', async (t) => {
    const world = await open(t)
    world.provider.instead.metadata = () => ({ status: 500, body: '' })
    for (let i = 0; i < 20; i++) await world.visitor().send('/auth/login')
    assert.ok(world.provider.callsOf('metadata').length <= 2)
  })

  test('a visitor who waits at the provider while it fails gets a page and can start again', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const address = await visitor.callback()
    world.provider.change.metadata = (m) => ({ ...m, issuer: 'https://evil.example' })
    world.provider.instead.token = () => ({ status: 500, body: '' })
    const answer = await visitor.send(address)
    await assertRefused(world, visitor, answer, { status: 502, code: 'provider_failed' })
  })
})
