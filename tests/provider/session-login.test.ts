/** The session around a login: fixation, what is kept, hostile claims, large sessions, keys. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LoginEvent } from '../../src/index.ts'
import { SHOP } from './visitor.ts'
import { open } from './world.ts'

describe('session fixation', () => {
  test('a session that was planted before the login is not the one after it', async (t) => {
    const world = await open(t)
    const attacker = world.visitor()
    await attacker.send('/put?value=planted')
    const planted = attacker.sessionCookie ?? ''
    const victim = world.visitor()
    victim.jar.set(`${SHOP}/`, '__Host-hallpass', planted)
    await victim.visit('/auth/login?returnTo=/me')
    assert.notEqual(victim.sessionCookie, planted)
    assert.equal((await attacker.session()).signedIn, false)
    assert.equal((await victim.session()).signedIn, true)
    assert.deepEqual(JSON.parse((await victim.send('/get')).body), { kept: null })
  })

  test('a login over another user keeps nothing of them, and ends their session', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    await visitor.send('/put?value=of-alice')
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    world.provider.user = { sub: 'bob' }
    await visitor.visit('/auth/login?returnTo=/me')
    assert.deepEqual(JSON.parse((await visitor.send('/get')).body), { kept: null })
    assert.equal((await visitor.send('/')).body, 'public, bob')
    assert.equal((await visitor.send('/staff')).status, 403)
    assert.equal((await world.visitor().send('/me', { cookie, mode: 'cors' })).status, 401)
  })

  test('the hook sees the data of a visitor who was signed out, never of another user', async (t) => {
    const seen: unknown[] = []
    const afterLogin = ({ previousSession }: LoginEvent) => {
      seen.push(previousSession)
    }
    const world = await open(t, { pass: { hooks: { afterLogin } } })
    const visitor = world.visitor()
    await visitor.send('/put?value=cart')
    await visitor.visit('/auth/login?returnTo=/me')
    await visitor.send('/put?value=private')
    await visitor.visit('/auth/login?returnTo=/me')
    assert.deepEqual(seen, [{ kept: 'cart' }, {}])
  })

  test('a login that is refused leaves the session that was there', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.provider.change.claims = (claims) => Object.assign(claims, { nonce: 'x' })
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    assert.equal(answer.status, 400)
    assert.equal((await visitor.session()).signedIn, true)
  })
})

describe('hostile claims', () => {
  test('__proto__ and its kin pollute nothing and open nothing', async (t) => {
    const world = await open(t)
    const evil =
      '{"sub":"alice","__proto__":{"groups":["admin"]},"constructor":{"prototype":{"x":1}}}'
    world.provider.user = JSON.parse(evil)
    const visitor = await world.signedIn()
    assert.equal('x' in {}, false)
    assert.equal((await visitor.send('/admin')).status, 403)
    assert.deepEqual((await visitor.session()).groups, [])
  })

  for (const groups of [
    'administrator',
    { admin: true },
    [['admin']],
    [{ name: 'admin' }],
    7,
    true,
    null,
  ]) {
    test(`groups of ${JSON.stringify(groups)} are not the group admin`, async (t) => {
      const world = await open(t)
      world.provider.user.groups = groups
      const visitor = await world.signedIn()
      assert.equal((await visitor.send('/admin')).status, 403)
    })
  }

  test('a sub of markup is shown by no page of ours, and forges no line of the log', async (t) => {
    const world = await open(t)
    world.provider.user.sub = '<script>alert(1)</script>\r\n[hallpass] forged'
    const visitor = await world.signedIn()
    const page = await visitor.send('/admin')
    assert.equal(page.status, 403)
    assert.doesNotMatch(page.body, /<script/)
    assert.doesNotMatch(world.log, /^\[hallpass\] forged/m)
  })

  test('a session too large for cookies is an error page, and nobody is half signed in', async (t) => {
    const world = await open(t)
    world.provider.user.about = 'x'.repeat(20_000)
    const visitor = world.visitor()
    const answer = await visitor.visit('/auth/login?returnTo=/me')
    assert.equal(answer.status, 500)
    assert.match(answer.body, /session_too_large/)
    assert.equal(visitor.sessionCookie, undefined)
    assert.match(world.log, /session_too_large/)
  })

  test('a large session is spread over chunks, and a smaller one later clears them', async (t) => {
    const world = await open(t)
    world.provider.user.about = 'x'.repeat(5000)
    const visitor = await world.signedIn()
    assert.ok(Object.keys(visitor.jar.at(`${SHOP}/`)).length >= 2)
    world.provider.user = { sub: 'bob' }
    await visitor.visit('/auth/login?returnTo=/me')
    assert.deepEqual(Object.keys(visitor.jar.at(`${SHOP}/`)), ['__Host-hallpass'])
    assert.equal((await visitor.session()).signedIn, true)
  })
})

test('an old key reads, the new one writes, a removed one signs out', async (t) => {
  const [old = '', fresh] = ['the first secret of this test!!', 'the second secret of this test!']
  const world = await open(t, { pass: { secrets: [old] } })
  const cookie = `__Host-hallpass=${(await world.signedIn()).sessionCookie}`
  const rotated = await open(t, {
    pass: { secrets: [fresh ?? '', old] },
    oidc: { issuer: world.provider.issuer },
  })
  const visitor = rotated.visitor()
  const page = await visitor.send('/', { cookie })
  assert.equal(page.body, 'public, alice')
  const rewritten = `__Host-hallpass=${visitor.sessionCookie}`
  const removed = await open(t, {
    pass: { secrets: [fresh ?? ''] },
    oidc: { issuer: world.provider.issuer },
  })
  assert.equal((await removed.visitor().send('/', { cookie })).body, 'public, nobody')
  assert.equal((await removed.visitor().send('/', { cookie: rewritten })).body, 'public, alice')
})

test('a session of another issuer or client is nobody', async (t) => {
  const world = await open(t)
  const cookie = `__Host-hallpass=${(await world.signedIn()).sessionCookie}`
  for (const oidc of [
    { issuer: 'https://other.example' },
    { issuer: world.provider.issuer, clientId: 'x' },
  ]) {
    const other = await open(t, { oidc })
    assert.equal((await other.visitor().send('/', { cookie })).body, 'public, nobody')
  }
})
