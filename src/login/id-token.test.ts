import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as jose from 'jose'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { settingsOf } from '../../tests/support/client-of.ts'
import { START } from '../../tests/support/clock.ts'
import { type SigningKey, signingKey } from '../../tests/support/loopback-provider.ts'
import { acceptedAlgorithms, type IdTokenExpectations, verifyIdToken } from './id-token.ts'

const ISSUER = 'https://id.example'
const CLAIMS = {
  iss: ISSUER,
  aud: 'shop',
  sub: 'user-1',
  iat: START,
  exp: START + 300,
  nonce: 'nonce-1',
  email: 'ada@example.com',
}

describe('verifyIdToken', () => {
  let key: SigningKey
  let rsa: SigningKey
  let keys: IdTokenExpectations['keys']
  before(async () => {
    key = await signingKey('ec')
    rsa = await signingKey('rsa', 'RS256')
    keys = { get: jose.createLocalJWKSet({ keys: [key.jwk, rsa.jwk] }) }
  })

  const algorithms = ['ES256', 'RS256', 'HS256', 'none']
  const metadata = { issuer: ISSUER, id_token_signing_alg_values_supported: algorithms }
  const verify = (token: string, parts: Partial<IdTokenExpectations> = {}) =>
    verifyIdToken(token, {
      keys,
      settings: settingsOf(ISSUER),
      now: START,
      metadata,
      nonce: 'nonce-1',
      ...parts,
    })
  const sign = (changes: object = {}, header: object = {}, signing = key) =>
    new jose.SignJWT({ ...CLAIMS, ...changes })
      .setProtectedHeader({ alg: signing.alg, kid: signing.kid, ...header })
      .sign(signing.privateKey)

  /** That a token with these claims is refused, by the check named. */
  const refused = async (check: RegExp, changes: object, parts = {}) => {
    const error = await rejection(verify(await sign(changes), parts))
    assert.equal(error.code, 'id_token_invalid')
    assert.match(error.message, check)
    assert.doesNotMatch(everythingIn(error), /ada@example\.com|evil/)
  }

  test('gives the claims of a token in order', async () => {
    assert.deepEqual(await verify(await sign()), CLAIMS)
    assert.deepEqual(await verify(await sign({}, {}, rsa)), CLAIMS)
  })

  test('wants the issuer and the client', async () => {
    await refused(/"iss"/, { iss: 'https://evil.example' })
    await refused(/"iss"/, { iss: `${ISSUER}/` })
    await refused(/"iss"/, { iss: undefined })
    await refused(/"aud"/, { aud: 'evil' })
    await refused(/"aud"/, { aud: [] })
    await refused(/"aud"/, { aud: undefined })
  })

  test('wants to be the authorized party of a token for several', async () => {
    const both = ['shop', 'other']
    assert.ok(await verify(await sign({ aud: both, azp: 'shop' })))
    assert.ok(await verify(await sign({ aud: ['shop'] })))
    await refused(/azp/, { aud: both })
    await refused(/azp/, { aud: both, azp: 'other' })
    await refused(/azp/, { azp: 'evil' })
  })

  test('wants a token of now, give or take the tolerance', async () => {
    const settings = settingsOf(ISSUER, { clockTolerance: 5 })
    assert.ok(await verify(await sign(), { settings, now: START + 304 }))
    await refused(/"exp"/, {}, { settings, now: START + 305 })
    assert.ok(await verify(await sign({ nbf: START + 5 }), { settings }))
    await refused(/"nbf"/, { nbf: START + 6 }, { settings })
    assert.ok(await verify(await sign({ iat: START + 30 }), { settings }))
    await refused(/claim iat/, { iat: START + 31 }, { settings })
    const lenient = settingsOf(ISSUER, { clockTolerance: 100 })
    assert.ok(await verify(await sign({ iat: START + 100 }), { settings: lenient }))
  })

  test('wants its claims, each of its type', async () => {
    for (const claim of ['sub', 'iat', 'exp']) {
      await refused(new RegExp(`"${claim}"`), { [claim]: undefined })
      await refused(new RegExp(claim), { [claim]: {} })
    }
    await refused(/claim sub/, { sub: '' })
    await refused(/claim sub/, { sub: 5 })
    await refused(/exp/, { exp: `${START + 300}` })
    await refused(/claim exp/, { exp: 1e300 })
  })

  test('wants the nonce of its own login', async () => {
    await refused(/claim nonce/, { nonce: 'evil' })
    await refused(/claim nonce/, { nonce: undefined })
    await refused(/claim nonce/, { nonce: ['nonce-1'] })
    const afterRefresh = { keys, settings: settingsOf(ISSUER), now: START, metadata }
    assert.ok(await verifyIdToken(await sign({ nonce: 'any' }), afterRefresh))
  })

  test('takes no signature but that of a key of the provider', async () => {
    const stranger = await signingKey('ec')
    assert.equal((await rejection(verify(await sign({}, {}, stranger)))).code, 'id_token_invalid')
    const token = await sign()
    const [head, body, signature = ''] = token.split('.')
    const changed = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'evil' })).toString('base64url')
    const tampered = [
      ...[`${head}.${changed}.${signature}`, `${head}.${body}.`, `${head}.${body}`, ''],
      ...['a.b.c', token.slice(0, -2), `${token}AA`, `${token}.${signature}`],
    ]
    for (const wrong of tampered) {
      assert.equal((await rejection(verify(wrong))).code, 'id_token_invalid', wrong)
    }
  })

  test('takes neither none nor a shared secret, though the provider announces them', async () => {
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = `${encoded({ alg: 'none' })}.${encoded(CLAIMS)}.`
    assert.equal((await rejection(verify(unsigned))).code, 'id_token_invalid')
    // The confusion attack: the public key, which everybody has, used as the secret.
    const spki = new TextEncoder().encode(await jose.exportSPKI(await publicOf(rsa)))
    const hs256 = await new jose.SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256', kid: rsa.kid })
      .sign(spki)
    assert.equal((await rejection(verify(hs256))).code, 'id_token_invalid')
  })

  test('takes no key from the token itself', async () => {
    const own = await signingKey('own')
    for (const header of [
      { jwk: own.jwk },
      { jku: 'https://evil.example/jwks' },
      { kid: '../x' },
    ]) {
      const token = await sign({}, header, own)
      assert.equal((await rejection(verify(token))).code, 'id_token_invalid')
    }
  })

  test('takes only what the provider says it signs with', async () => {
    const only = { issuer: ISSUER, id_token_signing_alg_values_supported: ['RS256'] }
    await refused(/alg/, {}, { metadata: only })
    assert.ok(await verify(await sign({}, {}, rsa), { metadata: only }))
    await refused(/alg/, {}, { metadata: undefined })
    assert.ok(await verify(await sign({}, {}, rsa), { metadata: undefined }))
  })

  test("expects the metadata's own spelling of the issuer", async () => {
    const spelled = { ...metadata, issuer: `${ISSUER}/` }
    assert.ok(await verify(await sign({ iss: `${ISSUER}/` }), { metadata: spelled }))
  })
})

describe('acceptedAlgorithms', () => {
  test('are those announced that are asymmetric, RS256 where nothing is announced', () => {
    assert.deepEqual(acceptedAlgorithms(undefined), ['RS256'])
    assert.deepEqual(acceptedAlgorithms(['none', 'HS256', 'PS256', 'EdDSA']), ['PS256', 'EdDSA'])
    assert.deepEqual(acceptedAlgorithms(['HS512']), [])
  })
})

async function publicOf({ jwk, alg }: SigningKey): Promise<CryptoKey> {
  const imported = await jose.importJWK(jwk, alg, { extractable: true })
  assert.ok(imported instanceof CryptoKey)
  return imported
}
