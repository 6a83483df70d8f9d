/** Refreshing tokens: what the provider sends back must be about the same user and client. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { brokenSignature, type JsonObject } from '../support/hostile-keys.ts'
import type { ProviderAnswer } from '../support/hostile-shapes.ts'
import type { Visitor } from './visitor.ts'
import { open, type World, type WorldOptions } from './world.ts'

/** Seconds after which the tokens of 300 seconds are refreshed. */
const DUE = 250

/** A visitor whose tokens are due to be refreshed. */
async function due(
  t: Parameters<typeof open>[0],
  options?: WorldOptions,
): Promise<{ world: World; visitor: Visitor }> {
  const world = await open(t, options)
  const visitor = await world.signedIn()
  world.now += DUE
  world.provider.calls.length = 0
  return { world, visitor }
}

function refreshCalls({ provider }: World): number {
  return provider.callsOf('token').filter(({ form }) => form.get('grant_type') === 'refresh_token')
    .length
}

describe('refresh-token', () => {
  test('happens before the access token runs out, and the visitor notices nothing', async (t) => {
    const { world, visitor } = await due(t)
    assert.equal((await visitor.send('/me')).status, 200)
    assert.equal(refreshCalls(world), 1)
    assert.equal((await visitor.send('/me')).status, 200)
    assert.equal(refreshCalls(world), 1)
    assert.deepEqual(world.provider.complaints, [])
  })

  test('goes on for hours, each time with the newest refresh token', async (t) => {
    const { world, visitor } = await due(t)
    for (let i = 0; i < 12; i++) {
      assert.equal((await visitor.send('/me')).status, 200, world.log)
      world.now += 290
    }
    assert.equal(refreshCalls(world), 12)
    assert.deepEqual(world.provider.complaints, [])
  })

  test('with a provider that does not rotate, and tokens of 30 seconds', async (t) => {
    const world = await open(t, {
      tokensInBodies: true,
      pages: { '/token': async (_request, v) => new Response(await v.accessToken()) },
    })
    world.provider.rotation = false
    world.provider.expiresIn = 30
    const visitor = await world.signedIn()
    const tokens = new Set<string>()
    for (let i = 0; i < 5; i++) {
      tokens.add((await visitor.send('/token')).body)
      world.now += 30
    }
    assert.equal(tokens.size, 5, 'a token that ran out is never given again')
  })

  test('the access token that a handler gets is fresh', async (t) => {
    const world = await open(t, {
      tokensInBodies: true,
      pages: { '/token': async (_request, v) => new Response(await v.accessToken()) },
    })
    const visitor = await world.signedIn()
    const before = (await visitor.send('/token')).body
    world.now += DUE
    const after = (await visitor.send('/token')).body
    assert.match(after, /^at-/)
    assert.notEqual(before, after)
  })

  const accepted: Readonly<Record<string, (body: JsonObject) => unknown>> = {
    'no ID token': ({ id_token: _, ...body }) => body,
    'no refresh token: the old one stays': ({ refresh_token: _, ...body }) => body,
    'no expires_in': ({ expires_in: _, ...body }) => body,
  }
  for (const [name, tokens] of Object.entries(accepted)) {
    test(`is accepted with ${name}`, async (t) => {
      const { world, visitor } = await due(t)
      world.provider.rotation = false
      world.provider.change.tokens = tokens
      const page = await visitor.send('/me')
      assert.equal(page.status, 200)
      assert.equal(JSON.parse(page.body).sub, 'alice')
      world.now += DUE
      assert.equal((await visitor.send('/me')).status, 200)
      assert.deepEqual(world.provider.complaints, [])
    })
  }
})

describe('a refresh ends the session, with no further call', () => {
  const wrong: Readonly<Record<string, (claims: JsonObject) => void>> = {
    'refresh-token-invalid-issuer': (claims) => Object.assign(claims, { iss: `${claims.iss}1` }),
    'refresh-token-invalid-sub': (claims) => Object.assign(claims, { sub: `${claims.sub}1` }),
    'refresh-token-invalid-aud': (claims) => Object.assign(claims, { aud: `${claims.aud}1` }),
    'refresh-token-invalid-azp': (claims) => Object.assign(claims, { azp: 'other' }),
    'an ID token that expired': (claims) => Object.assign(claims, { exp: 1 }),
    'an ID token without sub': (claims) => delete claims.sub,
  }
  const assertEnded = async (world: World, visitor: Visitor) => {
    const page = await visitor.send('/me')
    assert.equal(page.status, 302)
    assert.match(page.location, /\/auth\/login\?returnTo=%2Fme$/)
    assert.equal(page.body, '')
    assert.equal(visitor.sessionCookie, undefined, 'the cookie is cleared')
    assert.deepEqual(world.provider.callsOf('userinfo'), [])
    assert.equal((await visitor.send('/me', { mode: 'cors' })).status, 401)
    assert.equal(refreshCalls(world), 1)
    const line = world.lines.find(({ message }) => message.includes('session ended'))
    assert.match(String(line?.fields.detail), /ID [Tt]oken|token refresh/)
  }
  for (const [name, change] of Object.entries(wrong)) {
    test(name, async (t) => {
      const { world, visitor } = await due(t)
      world.provider.change.claims = change
      await assertEnded(world, visitor)
    })
  }

  test('an ID token with a broken signature', async (t) => {
    const { world, visitor } = await due(t)
    world.provider.change.idToken = (_claims, _header, honest) => brokenSignature(honest)
    await assertEnded(world, visitor)
  })

  test('invalid_grant: the provider refuses', async (t) => {
    const { world, visitor } = await due(t)
    const copy = visitor.sessionCookie
    world.provider.instead.token = () => ({ status: 400, json: { error: 'invalid_grant' } })
    await assertEnded(world, visitor)
    const cookie = `__Host-hallpass=${copy}`
    const thief = await world.visitor().send('/me', { cookie, mode: 'cors' })
    assert.equal(thief.status, 401, 'a copy of the cookie is worth nothing either')
  })
})

describe('a refresh that fails for now', () => {
  const failures: Readonly<Record<string, ProviderAnswer>> = {
    'an error of the server': { status: 500, body: 'oops' },
    'a page': { body: '<html>', headers: { 'content-type': 'text/html' } },
    'a list': { json: [] },
    'too many requests': { status: 429, body: '' },
    'a redirect': { status: 302, body: '', headers: { location: 'https://evil.example/' } },
    invalid_client: { status: 401, json: { error: 'invalid_client' } },
    temporarily_unavailable: { status: 400, json: { error: 'temporarily_unavailable' } },
  }
  for (const [name, answer] of Object.entries(failures)) {
    test(`keeps the session, and is tried again later: ${name}`, async (t) => {
      const { world, visitor } = await due(t)
      world.provider.instead.token = () => answer
      for (let i = 0; i < 5; i++) assert.equal((await visitor.send('/me')).status, 200, world.log)
      assert.equal(refreshCalls(world), 1, 'not with every request')
      delete world.provider.instead.token
      world.now += 20
      assert.equal((await visitor.send('/me')).status, 200)
      assert.equal(refreshCalls(world), 2)
      world.now += DUE
      assert.equal((await visitor.send('/me')).status, 200)
      assert.deepEqual(world.provider.complaints, [])
    })
  }

  test('the key set down: the refresh token is not spent for nothing', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.now += DUE
    const restarted = world.restart()
    world.provider.instead.jwks = () => ({ status: 500, body: '' })
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    const later = restarted.visitor()
    assert.equal((await later.send('/me', { cookie })).status, 200)
    delete world.provider.instead.jwks
    restarted.now += 70
    world.now += 70
    assert.equal((await later.send('/me', { cookie })).status, 200)
    assert.deepEqual(world.provider.complaints, [])
  })
})

describe('groups and claims after a refresh', () => {
  test('a user who left all groups at the provider has none', async (t) => {
    const { world, visitor } = await due(t)
    world.provider.user.groups = []
    assert.equal((await visitor.send('/staff')).status, 403)
  })

  test('a user who changed groups has the new ones', async (t) => {
    const { world, visitor } = await due(t)
    world.provider.user.groups = ['admin']
    assert.equal((await visitor.send('/staff')).status, 403)
    assert.equal((await visitor.send('/admin')).status, 200)
  })

  test('groups that came by userinfo alone stay', async (t) => {
    const world = await open(t)
    world.provider.change.claims = (claims) => delete claims.groups
    const visitor = await world.signedIn('/staff')
    world.now += DUE
    assert.equal((await visitor.send('/staff')).status, 200)
  })

  test('what the hook afterLogin narrowed is not widened again', async (t) => {
    const afterLogin = () => ({ user: { sub: 'alice', name: 'A' }, groups: ['reader'] })
    const { visitor } = await due(t, { pass: { hooks: { afterLogin } } })
    assert.equal((await visitor.send('/staff')).status, 403)
    const { user, groups } = await visitor.session()
    assert.deepEqual(groups, ['reader'])
    assert.deepEqual(user, { sub: 'alice', name: 'A' })
  })

  test('what the hook afterRefresh throws loses no token', async (t) => {
    const afterRefresh = () => {
      throw new Error('the database is down')
    }
    const { world, visitor } = await due(t, { pass: { hooks: { afterRefresh } } })
    for (let i = 0; i < 3; i++) {
      assert.equal((await visitor.send('/me')).status, 200)
      world.now += DUE
    }
    assert.deepEqual(world.provider.complaints, [])
  })
})
