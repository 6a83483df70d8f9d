import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import * as oauth from 'oauth4webapi'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { HallpassError } from '../errors.ts'
import { protocolFault } from './faults.ts'

const AS: oauth.AuthorizationServer = { issuer: 'https://id.example' }
const CLIENT: oauth.Client = { client_id: 'shop' }
const SECRET = 'secret-value-of-a-token'

/** What the library makes of a token answer. */
async function tokenFault(status: number, body: unknown, type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = new Response(text, { status, headers: { 'content-type': type } })
  const processed = oauth.processRefreshTokenResponse(AS, CLIENT, response).catch((error) => {
    throw protocolFault(error, 'the step', 'id_token_invalid')
  })
  return await rejection(processed)
}

describe('protocolFault', () => {
  test('gives back an error of ours as it is', () => {
    const error = new HallpassError('provider_timeout', 'late')
    assert.equal(protocolFault(error, 'the step', 'id_token_invalid'), error)
  })

  test('throws what is no error of the protocol: a bug must not look like a refusal', () => {
    const bug = new TypeError('x is undefined')
    assert.throws(() => protocolFault(bug, 'the step', 'id_token_invalid'), bug)
    assert.throws(() => protocolFault('text', 'the step', 'id_token_invalid'), /text/)
  })

  test('names the error word of a refusal, and nothing else of it', async () => {
    const error = await tokenFault(400, { error: 'invalid_client', error_description: SECRET })
    assert.equal(error.code, 'provider_failed')
    const hint = 'are clientId and clientSecret right?'
    assert.equal(error.message, `The provider answered invalid_client: the step: ${hint}`)
    assert.doesNotMatch(everythingIn(error), new RegExp(SECRET))
  })

  test('tells a code or refresh token that is not taken from the rest', async () => {
    assert.equal((await tokenFault(400, { error: 'invalid_grant' })).code, 'callback_invalid')
  })

  test('shows no error word that is no word', async () => {
    for (const word of [`<b>${SECRET}</b>`, 'A'.repeat(10), 'a'.repeat(41), 'a\nb']) {
      const error = await tokenFault(400, { error: word })
      assert.equal(error.message, 'The provider answered an error: the step')
    }
  })

  test('calls an answer that is none a failure of the provider', async () => {
    for (const [status, body, type] of [
      [200, `<p>${SECRET}</p>`, 'text/html'],
      [404, SECRET, 'text/plain'],
    ] as const) {
      const error = await tokenFault(status, body, type)
      assert.equal(error.code, 'provider_failed', type)
      assert.match(error.message, /the step/)
      assert.doesNotMatch(everythingIn(error), new RegExp(SECRET))
    }
  })

  test('says that the provider wants other credentials', async () => {
    const headers = { 'www-authenticate': `Basic realm="${SECRET}"` }
    const response = new Response('{}', { status: 401, headers })
    const error = await rejection(
      oauth.processRefreshTokenResponse(AS, CLIENT, response).catch((cause) => {
        throw protocolFault(cause, 'the step', 'id_token_invalid')
      }),
    )
    assert.equal(error.code, 'provider_failed')
    assert.equal(error.message, 'The provider refused the call: the step')
    assert.doesNotMatch(everythingIn(error), new RegExp(SECRET))
  })

  test('keeps the name, code and message of what jose says, and no claim', async () => {
    const { privateKey, publicKey } = await jose.generateKeyPair('ES256')
    const jwt = await new jose.SignJWT({ email: SECRET, exp: 1 })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey)
    const error = await rejection(
      jose.jwtVerify(jwt, publicKey).catch((cause) => {
        throw protocolFault(cause, 'ID token', 'id_token_invalid')
      }),
    )
    assert.equal(error.code, 'id_token_invalid')
    assert.match(error.message, /^ID token: "exp" claim timestamp check failed$/)
    assert.ok(error.cause instanceof Error)
    assert.equal(error.cause.name, 'JWTExpired ERR_JWT_EXPIRED')
    assert.doesNotMatch(everythingIn(error), new RegExp(`${SECRET}|${jwt.slice(-40)}`))
  })

  test('says which check of oauth4webapi failed', async () => {
    const wrongIssuer = new URLSearchParams({ iss: SECRET, state: 's', code: 'c' })
    try {
      oauth.validateAuthResponse(AS, CLIENT, wrongIssuer, 's')
      assert.fail('accepted')
    } catch (cause) {
      const error = protocolFault(cause, 'answer', 'callback_invalid')
      assert.equal(error.code, 'callback_invalid')
      assert.doesNotMatch(everythingIn(error), new RegExp(SECRET))
    }
  })
})
