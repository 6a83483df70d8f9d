import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Visitor } from '../../pass/types.ts'
import { IDENTITY_HEADERS, identityHeaders, isReserved } from './headers.ts'

/** What is read of a visitor. */
function visitor(user: Record<string, unknown> | undefined, groups: string[] = []): Visitor {
  const auth = { id_token: user, id_token_jwt: 'a.b.c', access_token: 'token', userinfo: undefined }
  return { user, groups, auth: user && auth } as unknown as Visitor
}

test('nobody is told of a visitor who is signed out', () => {
  assert.deepEqual(identityHeaders(visitor(undefined, ['staff'])), [])
})

test('an address is told unless it is none, or not verified', () => {
  const email = (claims: Record<string, unknown>) =>
    identityHeaders(visitor({ sub: 'a', ...claims }), ['x-forwarded-email'])[0]?.[1]
  assert.equal(email({ email: 'a@shop.example' }), 'a@shop.example')
  assert.equal(email({ email: 'a@shop.example', email_verified: true }), 'a@shop.example')
  for (const claims of [
    { email: 'a@shop.example', email_verified: false },
    { email: 'a@evil@shop.example' },
    { email: 'a b@shop.example' },
    { email: 'a,b@shop.example' },
    { email: ['a@shop.example'] },
    { email: 'a' },
    {},
  ]) {
    assert.equal(email(claims), undefined, JSON.stringify(claims))
  }
})

test('only what is wanted is told, in the order of the list', () => {
  const all = identityHeaders(visitor({ sub: 'a', preferred_username: 'b' }, ['c']))
  const names = all.map(([name]) => name)
  assert.deepEqual(
    names,
    IDENTITY_HEADERS.filter((name) => names.includes(name)),
  )
  assert.deepEqual(identityHeaders(visitor({ sub: 'a' }), ['x-forwarded-user']), [
    ['x-forwarded-user', 'a'],
  ])
})

test('a reserved name is reserved in every spelling', () => {
  const reserved = [...IDENTITY_HEADERS, 'X_Forwarded_User', 'x.forwarded.user', 'X-Forwarded_User']
  const more = [
    'REMOTE_USER',
    'x-auth-request-email',
    'X_HALLPASS_NEW',
    'x~hallpass~a',
    ' remote-user ',
  ]
  for (const name of [...reserved, ...more]) assert.ok(isReserved(name), name)
  for (const name of ['x-forwarded-for', 'user', 'x-user', 'xforwardeduser', 'x-hallpas-a']) {
    assert.ok(!isReserved(name), name)
  }
})
