/** The userinfo endpoint: JSON, signed, about somebody else, or no answer at all. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  brokenSignature,
  hmacSigned,
  type JsonObject,
  keyNamed,
  sign,
  unsigned,
} from '../support/hostile-keys.ts'
import { assertRefused, CLIENT, open, type World } from './world.ts'

async function refused(world: World, status = 400): Promise<void> {
  const visitor = world.visitor()
  const answer = await visitor.visit('/auth/login?returnTo=/me')
  const code = status === 400 ? 'userinfo_invalid' : 'provider_failed'
  await assertRefused(world, visitor, answer, { status, code, detail: /userinfo/ })
}

/** Answers as `application/jwt` what `make` writes. */
function signedUserinfo(
  world: World,
  make: (claims: JsonObject) => string | Promise<string>,
): void {
  const claims = { ...world.provider.user, iss: world.provider.issuer, aud: CLIENT.id }
  world.provider.instead.userinfo = async () => ({
    headers: { 'content-type': 'application/jwt' },
    body: await make(claims),
  })
}

describe('userinfo', () => {
  test('userinfo-bearer-header: the token is in the header, not in the address', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const [call] = world.provider.callsOf('userinfo')
    assert.match(call?.headers.authorization ?? '', /^Bearer at-/)
    assert.equal(call?.query.size, 0)
  })

  test('its claims are added, and those of the ID token win', async (t) => {
    const world = await open(t)
    world.provider.user.email = 'alice@honest.example'
    world.provider.change.userinfo = (claims) => ({
      ...claims,
      email: 'admin@evil.example',
      groups: ['admin'],
      phone: '+1',
      iss: 'https://evil.example',
    })
    const visitor = await world.signedIn()
    const { user, groups } = (await visitor.session()) as { user: JsonObject; groups: string[] }
    assert.equal(user.email, 'alice@honest.example')
    assert.equal(user.phone, '+1')
    assert.deepEqual(groups, ['staff'])
  })

  test('groups come from it where the ID token has none', async (t) => {
    const world = await open(t)
    world.provider.change.claims = (claims) => delete claims.groups
    const visitor = await world.signedIn('/staff')
    assert.equal((await visitor.send('/admin')).status, 403)
  })

  const wrong: Readonly<Record<string, (claims: JsonObject) => unknown>> = {
    'userinfo-invalid-sub': (claims) => ({ ...claims, sub: `${claims.sub}invalid` }),
    'no sub': ({ sub: _, ...claims }) => claims,
    'sub of a list': (claims) => ({ ...claims, sub: [claims.sub] }),
    'a list': (claims) => [claims],
    'an empty list': () => [],
    null: () => null,
    'a number': () => 7,
    'an error object': () => ({ error: 'invalid_token' }),
  }
  for (const [name, userinfo] of Object.entries(wrong)) {
    test(`is rejected: ${name}`, async (t) => {
      const world = await open(t)
      world.provider.change.userinfo = userinfo
      await refused(world)
    })
  }

  test('__proto__ and constructor in it change no object', async (t) => {
    const world = await open(t)
    world.provider.instead.userinfo = () => ({
      body: '{"sub":"alice","__proto__":{"groups":["admin"],"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    })
    const visitor = await world.signedIn()
    assert.equal('polluted' in {}, false)
    assert.equal((await visitor.send('/admin')).status, 403)
    assert.deepEqual((await visitor.session()).groups, ['staff'])
  })

  for (const [name, answer] of Object.entries({
    'an error of the server': { status: 500, body: '' },
    'an error of the token': {
      status: 401,
      json: {},
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    },
    'a page': { body: '<html>', headers: { 'content-type': 'text/html' } },
    'an empty body': { body: '' },
    'a redirect': { status: 302, body: '', headers: { location: 'https://evil.example/' } },
  })) {
    test(`no answer at all is a 502 page: ${name}`, async (t) => {
      const world = await open(t)
      world.provider.instead.userinfo = () => answer
      await refused(world, 502)
    })
  }

  test('is not called with userinfo: false', async (t) => {
    const world = await open(t, { oidc: { userinfo: false } })
    await world.signedIn()
    assert.deepEqual(world.provider.callsOf('userinfo'), [])
  })

  test('scope-userinfo-claims: the scopes are asked for', async (t) => {
    const scope = 'openid profile email phone address'
    const world = await open(t, { oidc: { scope } })
    await world.signedIn()
    assert.equal(world.provider.callsOf('authorize')[0]?.query.get('scope'), scope)
  })

  test('aggregated-claims, distributed-claims: what only points to claims gives none', async (t) => {
    const world = await open(t)
    world.provider.change.claims = (claims) => delete claims.groups
    world.provider.change.userinfo = (claims) => ({
      sub: claims.sub,
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: `${world.provider.issuer}/claims` } },
    })
    const visitor = await world.signedIn()
    assert.equal((await visitor.send('/staff')).status, 403)
  })
})

describe('userinfo-signed', () => {
  test('a JWT that the provider signed is accepted', async (t) => {
    const world = await open(t)
    signedUserinfo(world, (claims) => world.provider.token({ ...claims, phone: '+1' }))
    const visitor = await world.signedIn()
    const { user } = (await visitor.session()) as { user: JsonObject }
    assert.equal(user.phone, '+1')
  })

  const forged: Readonly<
    Record<string, (claims: JsonObject, world: World) => string | Promise<string>>
  > = {
    'a broken signature': async (claims, { provider }) =>
      brokenSignature(await provider.token(claims)),
    'a stranger key': async (claims) => sign(await keyNamed('stranger'), { kid: 'first' }, claims),
    'alg none': (claims) => unsigned({}, claims),
    'HS256 with the client secret': (claims) => hmacSigned(CLIENT.secret, {}, claims),
    'another sub': (claims, { provider }) => provider.token({ ...claims, sub: 'bob' }),
    'no sub': ({ sub: _, ...claims }, { provider }) => provider.token(claims),
    'another issuer': (claims, { provider }) =>
      provider.token({ ...claims, iss: 'https://evil.example' }),
    'another audience': (claims, { provider }) => provider.token({ ...claims, aud: 'other' }),
    'no issuer': ({ iss: _, ...claims }, { provider }) => provider.token(claims),
    'no audience': ({ aud: _, ...claims }, { provider }) => provider.token(claims),
    'expired long ago': (claims, { provider }) => provider.token({ ...claims, exp: 1 }),
    'text that is no token': () => 'sub=alice',
  }
  for (const [name, make] of Object.entries(forged)) {
    test(`is rejected: ${name}`, async (t) => {
      const world = await open(t)
      signedUserinfo(world, (claims) => make(claims, world))
      await refused(world)
    })
  }
})
