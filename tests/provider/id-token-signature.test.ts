/** ID tokens that somebody else signed, or nobody: algorithms, headers, forgeries. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import {
  brokenSignature,
  hmacSigned,
  type JsonObject,
  keyNamed,
  publicPem,
  sign,
  swappedClaims,
  unsigned,
} from '../support/hostile-keys.ts'
import type { Changes } from '../support/hostile-shapes.ts'
import { assertRefused, CLIENT, open, type World } from './world.ts'

type Forge = NonNullable<Changes['idToken']>

async function assertForged(world: World, forge: Forge): Promise<void> {
  world.provider.change.idToken = forge
  const visitor = world.visitor()
  const answer = await visitor.visit('/auth/login?returnTo=/me')
  await assertRefused(world, visitor, answer, { code: 'id_token_invalid' })
  assert.deepEqual(world.provider.callsOf('userinfo'), [], 'no further call')
}

/** How a token is forged; `first` is the name of the provider's own key. */
const FORGERIES: Readonly<Record<string, Forge>> = {
  'invalid-sig-rs256': (_claims, _header, honest) => brokenSignature(honest),
  'idtoken-sig-none': (claims, header) => unsigned(header, claims),
  'alg None, in another spelling': (claims, header) =>
    unsigned(header, claims).replace(/^[^.]+/, base64({ ...header, alg: 'None' })),
  'no signature under alg RS256': (_claims, _header, honest) => honest.replace(/[^.]+$/, ''),
  'no third part': (_claims, _header, honest) => honest.replace(/\.[^.]+$/, ''),
  'the claims swapped under the signature': (_claims, _header, honest) =>
    swappedClaims(honest, { sub: 'admin' }),
  'HS256 with the RSA public key as the secret': async (claims, header) =>
    hmacSigned(await publicPem(await keyNamed('first')), header, claims),
  'HS256 with the RSA JWK as the secret': async (claims, header) =>
    hmacSigned(JSON.stringify((await keyNamed('first')).jwk), header, claims),
  'invalid-sig-hs256: the client secret': (claims, header) =>
    hmacSigned(CLIENT.secret, header, claims),
  'a stranger key under a known kid': async (claims, header) =>
    sign(await keyNamed('stranger'), header, claims),
  'a stranger key under an unknown kid': async (claims, header) =>
    sign(await keyNamed('stranger'), { ...header, kid: 'stranger' }, claims),
  'a stranger key in the header jwk': async (claims, header) => {
    const stranger = await keyNamed('stranger')
    return sign(stranger, { ...header, jwk: stranger.jwk }, claims)
  },
  'the kid __proto__': async (claims, header) =>
    sign(await keyNamed('stranger'), { ...header, kid: '__proto__' }, claims),
  'a kid that is a path': async (claims, header) =>
    sign(await keyNamed('stranger'), { ...header, kid: '../../../../dev/null' }, claims),
  'a critical header that is not understood': async (claims, header) => {
    const key = await keyNamed('first')
    const input = `${base64({ ...header, crit: ['exp'], exp: 1 })}.${base64(claims)}`
    const { privateKey } = key
    const bytes = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(input))
    return `${input}.${Buffer.from(bytes).toString('base64url')}`
  },
  'an encrypted token': async (claims) =>
    new jose.EncryptJWT({ ...claims })
      .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM' })
      .encrypt((await jose.generateKeyPair('RSA-OAEP')).publicKey),
  'a PBES2 token with a huge count': () =>
    `${base64({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2 ** 31, p2s: 'x' })}.a.a.a.a`,
  'a deflated JWE': () => `${base64({ alg: 'dir', enc: 'A128GCM', zip: 'DEF' })}..a.a.a`,
  'text that is no token': () => 'not a token',
  'an empty text': () => '',
}

describe('an ID token is rejected for its signature', () => {
  for (const [name, forge] of Object.entries(FORGERIES)) {
    test(name, async (t) => assertForged(await open(t), forge))
  }

  test('invalid-sig-es256', async (t) => {
    const world = await open(t)
    world.provider.keys = [await keyNamed('ec', 'ES256')]
    await assertForged(world, (_claims, _header, honest) => brokenSignature(honest))
  })

  test('an algorithm that the provider did not announce', async (t) => {
    const world = await open(t)
    const key = await keyNamed('ps', 'PS256')
    world.provider.keys.push(key)
    await assertForged(world, (claims, header) => sign(key, { ...header, kid: 'ps' }, claims))
  })

  for (const announced of [['none'], ['HS256'], ['none', 'HS256', 'HS512'], []]) {
    test(`unsafe algorithms, though announced: ${announced.join(', ') || 'nothing'}`, async (t) => {
      const world = await open(t)
      world.provider.change.metadata = (metadata) => ({
        ...metadata,
        id_token_signing_alg_values_supported: announced,
      })
      await assertForged(world, (claims, header) =>
        announced.includes('none')
          ? unsigned(header, claims)
          : hmacSigned(CLIENT.secret, header, claims),
      )
    })
  }

  for (const header of ['jku', 'x5u']) {
    test(`a key that the header ${header} points to is not even fetched`, async (t) => {
      const stranger = await keyNamed('stranger')
      let fetched = 0
      const evil = createServer((_request, response) => {
        fetched += 1
        response.end(JSON.stringify({ keys: [stranger.jwk] }))
      })
      await new Promise<void>((ready) => evil.listen(0, '127.0.0.1', ready))
      t.after(() => evil.close())
      const address = evil.address()
      const port = typeof address === 'object' ? address?.port : 0
      const world = await open(t)
      await assertForged(world, (claims, honest) =>
        sign(stranger, { ...honest, [header]: `http://127.0.0.1:${port}/` }, claims),
      )
      assert.equal(fetched, 0)
    })
  }

  test('the log line names the signature', async (t) => {
    const world = await open(t)
    await assertForged(world, (_claims, _header, honest) => brokenSignature(honest))
    assert.match(world.log, /signature/)
  })
})

test('a token of another kind that the provider signed is no ID token: a logout token', async (t) => {
  const world = await open(t)
  await assertForged(world, async (claims, header) => {
    const { nonce: _, ...rest } = claims
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    return await world.provider.token(
      { ...rest, events, jti: 'x' },
      { ...header, typ: 'logout+jwt' },
    )
  })
})

test('an ID token of another login is refused: it has another nonce', async (t) => {
  const world = await open(t)
  let first: string | undefined
  world.provider.change.idToken = (_claims, _header, honest) => {
    first ??= honest
    return first
  }
  await world.signedIn()
  const visitor = world.visitor()
  const answer = await visitor.visit('/auth/login?returnTo=/me')
  await assertRefused(world, visitor, answer, { code: 'id_token_invalid', detail: /nonce/ })
})

test('an access token is never taken for an ID token', async (t) => {
  const world = await open(t)
  world.provider.change.tokens = (body) => ({ ...body, id_token: body.access_token })
  const visitor = world.visitor()
  const answer = await visitor.visit('/auth/login?returnTo=/me')
  await assertRefused(world, visitor, answer, { code: 'id_token_invalid' })
})

test('an ES256 token is accepted', async (t) => {
  const world = await open(t)
  world.provider.keys = [await keyNamed('ec', 'ES256')]
  await world.signedIn()
})

function base64(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
