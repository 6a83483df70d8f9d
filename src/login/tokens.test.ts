import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { START } from '../../tests/support/clock.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { loginOf } from '../../tests/support/session-of.ts'
import type { LoginState } from '../session/state.ts'
import { oidc } from './oidc.ts'
import { verifyLogin, verifyRefresh } from './tokens.ts'

describe('tokens', () => {
  let provider: LoopbackProvider
  before(async () => {
    provider = await LoopbackProvider.start()
  })
  after(() => provider.close())

  const login = (options = {}) => oidc({ issuer: provider.issuer, clientId: 'shop', ...options })
  const idToken = (claims: object = {}) =>
    provider.sign({
      iss: provider.issuer,
      aud: 'shop',
      sub: 'user-1',
      iat: START,
      exp: START + 60,
      nonce: 'n',
      ...claims,
    })
  const verified = async (claims: object, response: object = {}, parts = {}) => {
    const tokens = { access_token: 'at', id_token: await idToken(claims), ...response }
    return await verifyLogin(login(), clientOf(provider.issuer, parts), tokens, 'n')
  }

  describe('verifyLogin', () => {
    test('keeps who signed in, where, when and how', async () => {
      provider.answers.set('/userinfo', { json: { sub: 'user-1', name: 'Info', email: 'a@b' } })
      const claims = {
        name: 'Ada',
        groups: ['staff'],
        auth_time: START - 9,
        acr: 'gold',
        sid: 's1',
      }
      const { login: state, claims: all } = await verified(claims)
      assert.deepEqual(
        { ...state, tokens: undefined },
        {
          provider: 'oidc',
          issuer: provider.issuer,
          clientId: 'shop',
          user: {
            sub: 'user-1',
            iss: provider.issuer,
            name: 'Ada',
            email: 'a@b',
            groups: ['staff'],
            auth_time: START - 9,
            acr: 'gold',
          },
          groups: ['staff'],
          userinfo: ['sub', 'name', 'email'],
          authTime: START - 9,
          acr: 'gold',
          sid: 's1',
          tokens: undefined,
        },
      )
      assert.deepEqual(all.accessToken, {})
      assert.equal(all.userinfo.name, 'Info')
    })

    test('takes the end of the login for its time where the provider says none', async () => {
      const { login: state } = await verified({ auth_time: 'x', acr: 5, sid: {} })
      assert.deepEqual([state.authTime, state.acr, state.sid], [START, undefined, undefined])
    })

    test('lets no claim change an object', async () => {
      const json = JSON.parse('{"sub":"user-1","__proto__":{"admin":true},"constructor":"x"}')
      provider.answers.set('/userinfo', { json })
      const { user } = (await verified({})).login
      assert.equal(Object.getPrototypeOf(user), Object.prototype)
      assert.ok(!Object.hasOwn(user, '__proto__') && !('admin' in user))
    })

    test('shows the access token to nobody before the ID token is proved', async () => {
      provider.seen.length = 0
      assert.equal((await rejection(verified({ nonce: 'other' }))).code, 'id_token_invalid')
      assert.equal(provider.count('/userinfo'), 0)
    })

    test('needs an ID token', async () => {
      const error = await rejection(verified({}, { id_token: undefined }))
      assert.equal(error.code, 'id_token_invalid')
    })

    test('knows when tokens run out, and refreshes a minute or a fifth before', async () => {
      const times = async (expires: number | undefined) => {
        const { tokens } = (await verified({}, { expires_in: expires })).login
        return [tokens.accessTokenExpiresAt, tokens.refreshAt]
      }
      assert.deepEqual(await times(3600), [START + 3600, START + 3540])
      assert.deepEqual(await times(100), [START + 100, START + 80])
      assert.deepEqual(await times(100.9), [START + 100, START + 80])
      assert.deepEqual(await times(0), [START, START])
      for (const none of [undefined, 1e300, Number.POSITIVE_INFINITY]) {
        assert.deepEqual(await times(none), [undefined, undefined])
      }
    })

    test('keeps a refresh token unless the option says not to', async () => {
      const response = { refresh_token: 'rt' }
      assert.equal((await verified({}, response)).login.tokens.refreshToken, 'rt')
      const { tokens } = (await verified({}, response, { refresh: false })).login
      assert.equal(tokens.refreshToken, undefined)
    })
  })

  describe('verifyRefresh', () => {
    const previous = loginOf({
      authTime: START - 99,
      sid: 'first',
      tokens: { accessToken: 'a1', refreshToken: 'r1', idToken: 'i1' },
    })
    const refreshed = async (
      claims: object | undefined,
      response: object = {},
      before: Partial<LoginState> = {},
      options: object = {},
    ) => {
      const tokens = {
        access_token: 'a2',
        ...(claims && { id_token: await idToken(claims) }),
        ...response,
      }
      const state = { ...previous, ...before }
      const settings = login(options).resolve(undefined)
      return await verifyRefresh(login(options), clientOf(provider.issuer, settings), tokens, state)
    }

    test('keeps what the answer says nothing about', async () => {
      const { tokens, ...rest } = await refreshed(undefined)
      const { tokens: _, ...same } = previous
      assert.deepEqual(rest, same)
      assert.deepEqual(tokens, { accessToken: 'a2', refreshToken: 'r1', idToken: 'i1' })
    })

    test('takes new tokens and claims; when the user signed in stays', async () => {
      const claims = { name: 'Grace', auth_time: START, sid: 'second' }
      const { user, authTime, sid, tokens } = await refreshed(claims, { refresh_token: 'r2' })
      assert.equal(user.name, 'Grace')
      assert.deepEqual([authTime, sid, tokens.refreshToken], [START - 99, 'first', 'r2'])
      assert.notEqual(tokens.idToken, 'i1')
    })

    test('refuses an ID token of another user', async () => {
      assert.equal((await rejection(refreshed({ sub: 'evil' }))).code, 'id_token_invalid')
    })

    test('takes groups that the new ID token names, also none', async () => {
      assert.deepEqual((await refreshed({ groups: ['new'] })).groups, ['new'])
      assert.deepEqual((await refreshed({ groups: [] })).groups, [])
    })

    test('keeps groups that may have come by userinfo, which is not asked again', async () => {
      assert.deepEqual((await refreshed({})).groups, ['staff'])
      assert.deepEqual((await refreshed({}, {}, {}, { userinfo: false })).groups, [])
    })

    test('asks a function for groups with the claims as they are now', async () => {
      const groups = ({ idToken }: { idToken: Readonly<Record<string, unknown>> }) => [
        String(idToken.role),
      ]
      assert.deepEqual((await refreshed({ role: 'x' }, {}, {}, { groups })).groups, ['x'])
      assert.deepEqual((await refreshed(undefined, {}, {}, { groups })).groups, ['staff'])
    })

    test('widens nothing that the app narrowed at the login', async () => {
      const own = { byApp: { user: true, groups: true } }
      const { user, groups } = await refreshed({ name: 'Grace', groups: ['admin'] }, {}, own)
      assert.deepEqual([user, groups], [previous.user, previous.groups])
    })
  })
})
