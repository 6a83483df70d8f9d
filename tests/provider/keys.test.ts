/** The provider's key set: absent and unknown key ids, rotation, outage, a flood of unknown ids. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type JsonObject, keyNamed, type ProviderKey, sign } from '../support/hostile-keys.ts'
import { assertRefused, open, type World } from './world.ts'

/** What an honest answer of the key set would be, with these keys before or after. */
function jwksWith(world: World, ...others: readonly JsonObject[]): void {
  world.provider.change.jwks = (keys) => ({ keys: [...others, ...keys] })
}

function withoutKid({ kid: _, ...jwk }: JsonObject): JsonObject {
  return jwk
}

async function refused(world: World): Promise<void> {
  const visitor = world.visitor()
  const answer = await visitor.visit('/auth/login?returnTo=/me')
  await assertRefused(world, visitor, answer, { code: 'id_token_invalid' })
  assert.deepEqual(world.provider.callsOf('userinfo'), [])
}

function jwksCalls(world: World): number {
  return world.provider.callsOf('jwks').length
}

async function rotate(world: World, kid: string): Promise<ProviderKey> {
  const key = await keyNamed(kid)
  world.provider.keys = [key]
  return key
}

describe('key ids', () => {
  test('kid-absent-single-jwks: the sole key is used', async (t) => {
    const world = await open(t)
    world.provider.change.header = (header) => delete header.kid
    world.provider.change.jwks = (keys) => ({ keys: keys.map(withoutKid) })
    await world.signedIn()
  })

  test('kid-absent-single-jwks: the sole key has a kid', async (t) => {
    const world = await open(t)
    world.provider.change.header = (header) => delete header.kid
    await world.signedIn()
  })

  test('kid-absent-multiple-jwks: rejected, or the right key is found', async (t) => {
    const world = await open(t)
    world.provider.change.header = (header) => delete header.kid
    world.provider.keys.push(await keyNamed('second'))
    const visitor = world.visitor()
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    if (answer.status === 200) return
    await assertRefused(world, visitor, answer, { code: 'id_token_invalid' })
  })

  test('kid-absent-multiple-jwks: a stranger key is rejected in any case', async (t) => {
    const world = await open(t)
    world.provider.keys.push(await keyNamed('second'))
    world.provider.change.idToken = async (claims) => sign(await keyNamed('stranger'), {}, claims)
    await refused(world)
  })

  const unreadable: Readonly<Record<string, JsonObject>> = {
    'of an unknown type': { kty: 'LATTICE', kid: 'first', x: 'AAAA' },
    'of an unknown curve': { kty: 'EC', crv: 'P-999', kid: 'odd', x: 'AAAA', y: 'AAAA' },
    'without its numbers': { kty: 'RSA', kid: 'odd', use: 'sig', alg: 'RS256' },
    'for encryption': { kty: 'RSA', kid: 'first', use: 'enc', n: 'AAAA', e: 'AQAB' },
  }
  for (const [name, key] of Object.entries(unreadable)) {
    test(`ignores-unparseable-key-in-jwks: a key ${name} is ignored`, async (t) => {
      const world = await open(t)
      jwksWith(world, key)
      await world.signedIn()
    })
  }

  test('a symmetric key in the key set verifies nothing', async (t) => {
    const world = await open(t)
    jwksWith(world, {
      kty: 'oct',
      kid: 'oct',
      k: Buffer.from('known to all').toString('base64url'),
    })
    world.provider.change.header = (header) => Object.assign(header, { kid: 'oct' })
    await refused(world)
  })
})

describe('key rotation', () => {
  test('signing-key-rotation: a second login fetches the keys anew', async (t) => {
    const world = await open(t)
    await world.signedIn()
    world.now += 3600
    await rotate(world, 'second')
    await world.signedIn()
    assert.equal(jwksCalls(world), 2)
  })

  test('signing-key-rotation-just-before-signing: at once, with no cool-down', async (t) => {
    const world = await open(t)
    await world.signedIn()
    for (const kid of ['second', 'third']) {
      await rotate(world, kid)
      await world.signedIn()
    }
    assert.equal(jwksCalls(world), 3)
  })

  test('keys are kept between logins', async (t) => {
    const world = await open(t)
    for (let i = 0; i < 5; i++) await world.signedIn()
    assert.equal(jwksCalls(world), 1)
    assert.equal(world.provider.callsOf('metadata').length, 1)
  })

  test('a key that was withdrawn verifies nothing once the keys are fetched anew', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const [old] = world.provider.keys
    await rotate(world, 'second')
    world.now += 3600
    world.provider.change.idToken = (claims, header) => {
      assert.ok(old)
      return sign(old, { ...header, kid: old.jwk.kid }, claims)
    }
    const visitor = world.visitor()
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    await assertRefused(world, visitor, answer, { code: 'id_token_invalid' })
  })

  test('a stream of unknown kids is throttled, and locks nobody out', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const stranger = await keyNamed('stranger')
    const flood = async (times: number) => {
      let count = 0
      world.provider.change.idToken = (claims) =>
        sign(stranger, { kid: `made-up-${count++}` }, claims)
      for (let i = 0; i < times; i++) await world.visitor().visit('/auth/login')
      delete world.provider.change.idToken
    }
    await flood(40)
    assert.ok(jwksCalls(world) <= 7, `${jwksCalls(world)} fetches`)
    await world.signedIn()
    world.now += 120
    await rotate(world, 'second')
    await world.signedIn()
    await flood(40)
    assert.ok(jwksCalls(world) <= 14, `${jwksCalls(world)} fetches`)
  })

  test('a flood of forged logout tokens is throttled by the same count', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const stranger = await keyNamed('stranger')
    for (let i = 0; i < 30; i++) {
      const claims = { iss: world.provider.issuer, aud: 'shop' }
      const token = await sign(stranger, { kid: `made-up-${i}` }, claims)
      const form = { logout_token: token }
      await world.visitor().send('/auth/backchannel-logout', { method: 'POST', form })
    }
    assert.ok(jwksCalls(world) <= 7, `${jwksCalls(world)} fetches`)
  })
})

describe('key set outage', () => {
  const outages: Readonly<Record<string, (world: World) => void>> = {
    'an error': ({ provider }) => {
      provider.instead.jwks = () => ({ status: 500, body: 'down' })
    },
    'a page': ({ provider }) => {
      const headers = { 'content-type': 'text/html' }
      provider.instead.jwks = () => ({ headers, body: '<h1>Maintenance</h1>' })
    },
    'no key set': ({ provider }) => {
      provider.change.jwks = () => ({ keys: 'none' })
    },
    'a list': ({ provider }) => {
      provider.change.jwks = (keys) => keys
    },
    'a redirect': ({ provider }) => {
      const location = `${provider.issuer}/elsewhere`
      provider.instead.jwks = () => ({ status: 302, headers: { location }, body: '' })
    },
  }
  for (const [name, begin] of Object.entries(outages)) {
    test(`${name} instead of the keys: the keys from before are used`, async (t) => {
      const world = await open(t)
      await world.signedIn()
      begin(world)
      world.now += 7200
      await world.signedIn()
      assert.ok(jwksCalls(world) > 1)
    })

    test(`${name} instead of the keys, and none from before: 502 or 503`, async (t) => {
      const world = await open(t)
      begin(world)
      const visitor = world.visitor()
      const answer = await visitor.visit('/auth/login?returnTo=/me')
      assert.ok([502, 503].includes(answer.status), `${answer.status}`)
      assert.equal(visitor.sessionCookie, undefined)
      assert.ok(Number(answer.headers.get('retry-after')) > 0, 'Retry-After')
      assert.deepEqual(world.provider.callsOf('userinfo'), [])
    })
  }

  test('the login works again when the keys are back', async (t) => {
    const world = await open(t)
    world.provider.instead.jwks = () => ({ status: 500, body: '' })
    assert.equal((await world.visitor().visit('/auth/login')).status >= 500, true)
    delete world.provider.instead.jwks
    world.now += 10
    await world.signedIn()
  })
})
