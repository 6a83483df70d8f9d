import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { rejection } from '../../tests/rejection.ts'
import { START } from '../../tests/support/clock.ts'
import { serviceOf } from '../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { oidc } from '../login/oidc.ts'
import type { BackendContext } from '../login/types.ts'

describe('the backend of a provider', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  /** What the provider's own backend is given. */
  function setUp() {
    const contexts: BackendContext[] = []
    const login = oidc({ issuer: provider.issuer, clientId: 'shop' })
    const { core, request } = serviceOf({
      login: {
        ...login,
        backend: (sealed, context) => {
          contexts.push(context)
          return sealed
        },
      },
    })
    const [context] = contexts
    assert.ok(context)
    return { core, request, context }
  }
  const idToken = (changes: object = {}) =>
    provider.sign({
      ...{ iss: provider.issuer, aud: 'shop', sub: 'user-1', iat: START, exp: START + 60 },
      ...changes,
    })

  test('may verify tokens that came in a cookie, as at a login but without a nonce', async () => {
    const { context, request } = setUp()
    const tokens = { accessToken: 'at', idToken: await idToken(), refreshToken: 'rt' }
    const login = await context.verify(tokens, request())
    assert.deepEqual([login?.user.sub, login?.tokens], ['user-1', tokens])
    assert.equal(provider.count('/userinfo'), 0)
  })

  test('takes tokens that are not good for nobody, whoever sent them', async () => {
    const { context, request } = setUp()
    const verify = async (tokens: object) => await context.verify(tokens, request())
    assert.equal(await verify({}), undefined)
    assert.equal(await verify({ accessToken: 'at' }), undefined)
    assert.equal(await verify({ accessToken: 'at', idToken: 'x' }), undefined)
    const evil = await idToken({ aud: 'evil' })
    assert.equal(await verify({ accessToken: 'at', idToken: evil }), undefined)
  })

  test('is told when the tokens cannot be judged: that is no refusal', async () => {
    const { context, request } = setUp()
    const token = await idToken()
    provider.answers.set('/jwks', { status: 503 })
    const verified = context.verify({ accessToken: 'at', idToken: token }, request())
    assert.equal((await rejection(verified)).code, 'provider_failed')
  })
})
