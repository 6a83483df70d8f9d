/** ID tokens with wrong claims: the RP modules of the OpenID Foundation and of FAPI. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../support/hostile-keys.ts'
import { assertRefused, CLIENT, open } from './world.ts'

type Change = (claims: JsonObject, now: number) => void

const NOW = Math.floor(Date.now() / 1000)

/** The module or the flaw, what is changed, and the check that the log must name. */
const REJECTED: readonly [name: string, change: Change, detail: RegExp][] = [
  ['invalid-iss', (c) => append(c, 'iss'), /iss/],
  ['missing-iss', (c) => remove(c, 'iss'), /iss/],
  ['empty iss', (c) => set(c, 'iss', ''), /iss/],
  ['iss of another type', (c) => set(c, 'iss', [c.iss]), /iss/],
  ['iss with a slash added', (c) => set(c, 'iss', `${c.iss}/`), /iss/],
  ['invalid-aud', (c) => append(c, 'aud'), /aud/],
  ['missing-aud', (c) => remove(c, 'aud'), /aud/],
  ['empty list as aud', (c) => set(c, 'aud', []), /aud/],
  ['aud of an object', (c) => set(c, 'aud', { shop: true }), /aud/],
  ['list of other audiences', (c) => set(c, 'aud', ['other', 'shop1']), /aud/],
  ['secondary aud without azp', (c) => set(c, 'aud', [CLIENT.id, 'other']), /aud/],
  ['azp of another client', (c) => set(c, 'azp', 'other'), /azp/],
  ['azp of another type', (c) => set(c, 'azp', [CLIENT.id]), /azp/],
  ['missing-sub', (c) => remove(c, 'sub'), /sub/],
  ['empty sub', (c) => set(c, 'sub', ''), /sub/],
  ['sub of a number', (c) => set(c, 'sub', 7), /sub/],
  ['missing-iat', (c) => remove(c, 'iat'), /iat/],
  ['iat of a string', (c) => set(c, 'iat', String(NOW)), /iat/],
  ['iat in the future', (c) => set(c, 'iat', NOW + 3600), /iat/],
  ['iat 1e300', (c) => set(c, 'iat', 1e300), /iat/],
  ['nonce-invalid', (c) => append(c, 'nonce'), /nonce/],
  ['missing nonce', (c) => remove(c, 'nonce'), /nonce/],
  ['empty nonce', (c) => set(c, 'nonce', ''), /nonce/],
  ['nonce of a list', (c) => set(c, 'nonce', [c.nonce]), /nonce/],
  ['expired exp', (c) => set(c, 'exp', NOW - 31), /exp/],
  ['missing exp', (c) => remove(c, 'exp'), /exp/],
  ['exp of a string', (c) => set(c, 'exp', String(NOW + 300)), /exp/],
  ['exp 1e300', (c) => set(c, 'exp', 1e300), /exp/],
  ['exp 0', (c) => set(c, 'exp', 0), /exp/],
  ['negative exp', (c) => set(c, 'exp', -NOW), /exp/],
  ['nbf in the future', (c) => set(c, 'nbf', NOW + 3600), /nbf/],
  ['auth_time of a string', (c) => set(c, 'auth_time', 'now'), /auth_time/],
]

describe('an ID token is rejected', () => {
  for (const [name, change, detail] of REJECTED) {
    test(name, async (t) => {
      const world = await open(t)
      world.now = NOW
      world.provider.change.claims = (claims) => change(claims, NOW)
      const visitor = world.visitor()
      const answer = await visitor.visit('/auth/login?returnTo=/me')
      await assertRefused(world, visitor, answer, { code: 'id_token_invalid', detail })
      assert.equal(world.provider.callsOf('token').length, 1)
      assert.deepEqual(world.provider.callsOf('userinfo'), [], 'no further call')
    })
  }

  test('missing: a token response without an ID token', async (t) => {
    const world = await open(t)
    world.provider.change.tokens = ({ id_token: _, ...rest }) => rest
    const visitor = world.visitor()
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    await assertRefused(world, visitor, answer, { code: 'id_token_invalid' })
    assert.deepEqual(world.provider.callsOf('userinfo'), [])
  })
})

describe('a login that asked for max_age is rejected', () => {
  const changes: Readonly<Record<string, Change>> = {
    'with an auth_time older than that': (c) => set(c, 'auth_time', NOW - 700),
    'without auth_time': (c) => remove(c, 'auth_time'),
  }
  for (const [name, change] of Object.entries(changes)) {
    test(name, async (t) => {
      const world = await open(t)
      world.now = NOW
      world.provider.change.claims = (claims) => change(claims, NOW)
      const visitor = world.visitor()
      const answer = await visitor.visit('/auth/login?returnTo=/me&max_age=600')
      await assertRefused(world, visitor, answer, {
        code: 'id_token_invalid',
        detail: /auth_time|End-User authentication/,
      })
      assert.deepEqual(world.provider.callsOf('userinfo'), [])
    })
  }
})

const ACCEPTED: readonly [name: string, change: Change][] = [
  ['idtoken-sig-rs256: a token as it should be', () => {}],
  ['aud as a list of one', (c) => set(c, 'aud', [CLIENT.id])],
  ['aud as a list, with azp', (c) => Object.assign(c, { aud: ['api', CLIENT.id], azp: CLIENT.id })],
  ['azp beside a single aud', (c) => set(c, 'azp', CLIENT.id)],
  ['clock skew: expired 20 seconds ago', (c) => set(c, 'exp', NOW - 20)],
  ['clock skew: issued 20 seconds ahead', (c) => set(c, 'iat', NOW + 20)],
  ['a fraction of a second in iat', (c) => set(c, 'iat', NOW + 0.5)],
  ['claims nobody knows', (c) => Object.assign(c, { 'https://x.example/y': { z: [null] } })],
  [
    'claims named like properties of objects',
    (c) => Object.assign(c, { constructor: 1, toString: 2 }),
  ],
]

describe('an ID token is accepted', () => {
  for (const [name, change] of ACCEPTED) {
    test(name, async (t) => {
      const world = await open(t)
      world.now = NOW
      world.provider.change.claims = (claims) => change(claims, NOW)
      const visitor = world.visitor()
      const page = await visitor.visit('/auth/login?returnTo=/me')
      assert.equal(page.status, 200, world.log)
      assert.equal(JSON.parse(page.body).sub, 'alice')
      assert.equal(world.provider.callsOf('userinfo').length, 1)
      assert.deepEqual(world.provider.complaints, [])
    })
  }

  const bodies: Readonly<Record<string, (body: JsonObject) => unknown>> = {
    'token_type in small letters': (body) => ({ ...body, token_type: 'bearer' }),
    'token_type in capitals': (body) => ({ ...body, token_type: 'BEARER' }),
    'no expires_in': ({ expires_in: _, ...body }) => body,
    'expires_in as a string': (body) => ({ ...body, expires_in: '300' }),
    'expires_in 1e300': (body) => ({ ...body, expires_in: 1e300 }),
    'no refresh token': ({ refresh_token: _, ...body }) => body,
    'a scope, and members nobody knows': (body) => ({ ...body, scope: 'openid', not_known: {} }),
  }
  for (const [name, tokens] of Object.entries(bodies)) {
    test(`of a token response with ${name}`, async (t) => {
      const world = await open(t)
      world.provider.change.tokens = tokens
      const visitor = await world.signedIn()
      assert.equal((await visitor.session()).signedIn, true)
    })
  }
})

function append(claims: JsonObject, name: string): void {
  claims[name] = `${claims[name]}1`
}

function set(claims: JsonObject, name: string, value: unknown): void {
  claims[name] = value
}

function remove(claims: JsonObject, name: string): void {
  delete claims[name]
}
