import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { START } from '../../tests/support/clock.ts'
import { LoopbackProvider, signingKey } from '../../tests/support/loopback-provider.ts'
import { verifyLogoutToken } from './logout-token.ts'

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} }

describe('verifyLogoutToken', () => {
  let provider: LoopbackProvider
  before(async () => {
    provider = await LoopbackProvider.start()
  })
  after(() => provider.close())

  const claims = (changes: object) => ({
    iss: provider.issuer,
    aud: 'shop',
    iat: START,
    exp: START + 120,
    jti: 'jti-1',
    events: EVENTS,
    sid: 'sid-1',
    sub: 'user-1',
    ...changes,
  })
  const verify = async (changes: object = {}, header: object = {}) =>
    verifyLogoutToken(
      clientOf(provider.issuer),
      await provider.sign(claims(changes), { typ: 'logout+jwt', ...header }),
    )
  const end = () => ({ issuer: provider.issuer, clientId: 'shop' })

  test('names the session, or all of the user where there is no sid', async () => {
    const token = await verify()
    assert.deepEqual(token, {
      end: { ...end(), sid: 'sid-1' },
      jti: 'jti-1',
      expiresAt: START + 120,
    })
    assert.deepEqual((await verify({ sid: undefined })).end, { ...end(), sub: 'user-1' })
    assert.deepEqual((await verify({ sub: undefined })).end, { ...end(), sid: 'sid-1' })
    assert.deepEqual((await verify({}, { typ: undefined })).jti, 'jti-1')
  })

  test('refuses a token that ends nothing, or is no logout token', async () => {
    const wrong = [
      { sid: undefined, sub: undefined },
      { sid: '', sub: '' },
      { sid: 5, sub: {} },
      { nonce: 'n' },
      { events: undefined },
      { events: {} },
      { events: 'http://schemas.openid.net/event/backchannel-logout' },
      { events: { 'http://schemas.openid.net/event/backchannel-logout': 'x' } },
      { jti: undefined },
      { jti: '' },
      { jti: 5 },
      { iat: undefined },
      { exp: undefined },
      { exp: START - 60 },
      { iss: 'https://evil.example' },
      { aud: 'evil' },
    ]
    for (const changes of wrong) {
      const error = await rejection(verify(changes))
      assert.equal(error.code, 'logout_token_invalid', JSON.stringify(changes))
      assert.doesNotMatch(everythingIn(error), /evil|user-1|sid-1/)
    }
  })

  test('refuses a signature of anybody else, and a token without one', async () => {
    const { privateKey } = await signingKey('key-1')
    const forged = await new SignJWT(claims({}))
      .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
      .sign(privateKey)
    for (const token of [forged, new UnsecuredJWT(claims({})).encode(), 'x', '']) {
      const error = await rejection(verifyLogoutToken(clientOf(provider.issuer), token))
      assert.equal(error.code, 'logout_token_invalid')
    }
  })

  test('says that the provider is down, when it is', async () => {
    const other = await LoopbackProvider.start()
    const token = await other.sign({})
    const client = clientOf(other.issuer)
    await other.close()
    assert.equal((await rejection(verifyLogoutToken(client, token))).code, 'provider_unavailable')
  })
})
