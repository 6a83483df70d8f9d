/** Access tokens of an OpenID provider (RFC 9068), and what is none. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { JWTPayload } from 'jose'
import * as v from 'valibot'
import { refusal } from '../../tests/refusal.ts'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clockAt, START } from '../../tests/support/clock.ts'
import {
  brokenSignature,
  hmacSigned,
  keyNamed,
  publicPem,
  sign,
  swappedClaims,
  unsigned,
} from '../../tests/support/hostile-keys.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { accessTokens } from './access-tokens.ts'
import { oidc } from './oidc.ts'

const AUDIENCE = 'https://notes.example'
const CLIENT = 'notes-login'
const claims = v.looseObject({ sub: v.string(), groups: v.array(v.string()) })
const header = { typ: 'at+jwt', kid: 'first' }

let provider: LoopbackProvider
let key: Awaited<ReturnType<typeof keyNamed>>
before(async () => {
  provider = await LoopbackProvider.start()
  key = await keyNamed('first')
  provider.answers.set('/jwks', { json: { keys: [key.jwk, { kty: 'oct', k: 'c2VjcmV0' }] } })
})
after(() => provider.close())

const given = (more: object = {}): JWTPayload => ({
  iss: provider.issuer,
  aud: AUDIENCE,
  sub: 'una',
  client_id: 'app',
  iat: START,
  exp: START + 60,
  jti: '1',
  ...more,
})
const clock = clockAt()
type More = { clients?: string[]; typ?: 'JWT' | 'at+jwt'; audience?: string }
const verifier = (more: More = {}, groups?: string) =>
  accessTokens(
    oidc({ issuer: provider.issuer, clientId: CLIENT, ...(groups !== undefined && { groups }) }),
    { audience: AUDIENCE, claims, now: clock.now, ...more },
  )

async function refused(token: string, why: RegExp, more?: More): Promise<void> {
  const error = await rejection(verifier(more).verify(token))
  assert.match(error.message, why)
  assert.match(error.code, /^token_/)
  assert.equal(everythingIn(error).includes(token.slice(-20)), false)
}
const signed = (more: object = {}, head: object = {}) =>
  sign(key, { ...header, ...head }, given(more))

describe('a good token', () => {
  test('gives its claims, the groups, times and issuer', async () => {
    const token = await signed({ aud: ['other', AUDIENCE], groups: ['ops', 1], scope: 'a b' })
    assert.deepEqual(await verifier().verify(token), {
      claims: { sub: 'una', client_id: 'app', jti: '1', groups: ['ops'], scope: 'a b' },
      expiresAt: START + 60,
      issuedAt: START,
      issuer: provider.issuer,
    })
  })

  test('may write its type in full, and be made by a clock that is a little ahead', async () => {
    const token = await signed({ iat: START + 30, nbf: START + 30 }, { typ: 'Application/AT+JWT' })
    assert.equal((await verifier().verify(token)).claims.sub, 'una')
    await refused(await signed({ iat: START + 31 }), /claim iat/)
    await refused(await signed({ nbf: START + 31 }), /claim nbf/)
  })

  test('has groups where the provider’s option says, none where it has none', async () => {
    const token = await signed({ roles: 'staff', groups: ['other'] })
    assert.deepEqual((await verifier({}, 'roles').verify(token)).claims.groups, ['staff'])
    assert.deepEqual((await verifier().verify(await signed())).claims.groups, [])
  })

  test('is of a client that was named, by the name that providers give it', async () => {
    const clients = ['app', 'script']
    const others = { client_id: undefined, azp: 'script' }
    for (const more of [{}, others]) {
      assert.equal((await verifier({ clients }).verify(await signed(more))).claims.sub, 'una')
    }
    for (const more of [{ client_id: 'evil', azp: 'app' }, { client_id: undefined }, { azp: 1 }]) {
      const token = await signed({ client_id: undefined, ...more })
      await refused(token, /claim client_id/, { clients })
    }
  })
})

describe('refused, though the signature is right', () => {
  test('another issuer, audience or time', async () => {
    await refused(await signed({ iss: `${provider.issuer}/other` }), /claim iss/)
    await refused(await signed({ iss: `${provider.issuer}/` }), /claim iss/)
    await refused(await signed({ iss: [provider.issuer] }), /claim iss/)
    for (const aud of [undefined, CLIENT, `${AUDIENCE}/`, [], [CLIENT]]) {
      await refused(await signed({ aud }), /claim aud/)
    }
    await refused(await signed({ exp: undefined }), /claim exp/)
    await refused(await signed({ exp: START - 30 }), /has expired/)
  })

  test('an ID token: by its type, its audience, its claims', async () => {
    for (const typ of ['JWT', undefined, 'id+jwt', 'logout+jwt']) {
      await refused(await signed({}, { typ }), /another type/)
    }
    const typ = 'JWT'
    const id = { aud: CLIENT, nonce: 'n' }
    await refused(await signed(id, { typ }), /an ID token/, { typ })
    await refused(await signed({ aud: CLIENT }, { typ }), /claim aud/, { typ })
    for (const more of [{ at_hash: 'x' }, { token_use: 'id' }, { typ: 'ID' }, { typ: 'Refresh' }]) {
      await refused(await signed(more, { typ }), /an ID token/, { typ })
    }
    const access = await signed({ typ: 'Bearer' }, { typ: undefined })
    assert.equal((await verifier({ typ }).verify(access)).claims.sub, 'una')
  })

  test('one that is bound to a key, which whoever sends it was not asked for', async () => {
    await refused(await signed({ cnf: { jkt: 'thumbprint' } }), /bound to a key/)
  })

  test('claims that the schema refuses', async () => {
    await refused(await signed({ sub: 7 }), /claims do not fit/)
  })
})

describe('refused, as nobody signed it', () => {
  test('none, the public key as the secret, a symmetric key of the set', async () => {
    await refused(unsigned(header, given()), /not a JSON Web Token/)
    await refused(`${unsigned(header, given())}AAAA`, /algorithm/)
    for (const secret of [await publicPem(key), 'secret', CLIENT]) {
      await refused(hmacSigned(secret, header, given()), /algorithm/)
    }
  })

  test('a changed bit, other claims, another key under a known name', async () => {
    const good = await signed()
    await refused(brokenSignature(good), /signature/)
    await refused(swappedClaims(good, { sub: 'admin' }), /signature/)
    const other = await keyNamed('theirs')
    await refused(await sign(other, header, given()), /signature/)
    await refused(await sign(other, { typ: 'at+jwt', kid: 'theirs' }, given()), /no key is known/)
  })

  test('a header that brings a key along, or an extension', async () => {
    const other = await keyNamed('theirs')
    for (const more of [{ jwk: other.jwk }, { jku: `${provider.issuer}/theirs` }, { x5c: ['x'] }]) {
      await refused(await sign(other, { ...header, ...more }, given()), /brings a key along/)
    }
    const plain = { typ: 'at+jwt', kid: 'first' }
    const body = Buffer.from(JSON.stringify({ ...plain, alg: 'RS256', crit: ['b64'], b64: false }))
    const [, payload, signature] = (await signed()).split('.')
    await refused(`${body.toString('base64url')}.${payload}.${signature}`, /cannot be read/)
    assert.equal(provider.count('/theirs'), 0)
  })

  test('without an issuer that is the provider’s, nobody is even asked', async () => {
    const before = provider.seen.length
    for (const iss of ['https://evil.example', undefined, 1]) {
      await refused(await signed({ iss }), /claim iss/)
    }
    await refused('x.y.z', /not a JSON Web Token/)
    assert.equal(provider.seen.length, before)
  })
})

test('faults in the options are told at once, those of the provider too', () => {
  const paths = (login: unknown, options: object) =>
    refusal(() => Reflect.apply(accessTokens, undefined, [login, options])).issues?.map(
      ({ path, message }) => `${path} ${message}`,
    )
  const login = oidc({ issuer: 'https://accounts.example', clientId: CLIENT })
  assert.deepEqual(
    paths(oidc({ issuer: undefined, clientId: 'a' }), { claims: 1, audiance: 'x' }),
    [
      'claims must be a schema of a Standard Schema library, such as zod, valibot or arktype',
      'audiance is not an option: write audience',
      'login.issuer is missing',
    ],
  )
  assert.deepEqual(paths(login, { claims }), ['audience is missing'])
  assert.match(paths(login, { claims, audience: false })?.[0] ?? '', /^clients is missing/)
  const byName = { claims, audience: CLIENT, typ: 'JWT' }
  assert.match(paths(login, byName)?.[0] ?? '', /^audience must be the name of an API/)
  assert.match(paths({}, { claims, audience: AUDIENCE })?.[0] ?? '', /^provider must be what/)
  const perRequest = oidc({ issuer: 'https://accounts.example', clientId: () => 'a' })
  assert.match(paths(perRequest, { claims, audience: 'x' })?.[0] ?? '', /^provider must not/)
  assert.ok(accessTokens(login, { claims, audience: CLIENT }), 'RFC 9068 tells ID tokens by type')
})
