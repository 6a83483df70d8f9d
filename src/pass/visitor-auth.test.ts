import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOf } from '../../tests/support/core-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { parseSession, serializeSession } from '../session/state.ts'
import { authOf } from './visitor-auth.ts'

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const ID_TOKEN = `${part({ alg: 'ES256' })}.${part({ sub: 'user-1', nonce: 'n' })}.c2ln`

describe('visitor.auth', () => {
  test('is undefined when signed out', async () => {
    assert.equal((await serviceOf().visitor()).auth, undefined)
  })

  test('has what the session has, and no more', async () => {
    const service = serviceOf()
    service.keep(sessionOf({ login: loginOf({ tokens: {} }) }))
    assert.deepEqual((await service.visitor()).auth, {
      id_token: undefined,
      id_token_jwt: undefined,
      access_token: undefined,
      userinfo: undefined,
    })
  })

  test('takes tokens apart, and userinfo out of the claims', () => {
    const login = loginOf({
      user: { sub: 'user-1', name: 'Ada', email: 'a@b', acr: 'gold' },
      userinfo: ['sub', 'name', 'gone'],
      tokens: { idToken: ID_TOKEN, accessToken: 'at' },
    })
    assert.deepEqual(authOf(login), {
      id_token: { sub: 'user-1', nonce: 'n' },
      id_token_jwt: ID_TOKEN,
      access_token: 'at',
      userinfo: { sub: 'user-1', name: 'Ada' },
    })
  })

  test('is in no JSON of the visitor', async () => {
    const service = serviceOf()
    service.keep(sessionOf({ login: loginOf({ tokens: { accessToken: 'hush' } }) }))
    assert.doesNotMatch(JSON.stringify(await service.visitor()), /hush/)
  })

  test('a session whose list of userinfo is no list is nobody’s', () => {
    for (const userinfo of ['name', [1], {}]) {
      const login = { ...loginOf(), userinfo } as unknown as ReturnType<typeof loginOf>
      assert.equal(parseSession(serializeSession(sessionOf({ login }))), undefined)
    }
  })
})
