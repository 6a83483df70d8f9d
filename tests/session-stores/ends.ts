/** Ends of sessions, which every process knows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHallpass } from '../../src/pass/create.ts'
import { sessionsOf } from '../../src/pass/sessions.ts'
import { publicId } from '../../src/session/stored/names.ts'
import { COOKIE, carry, type Ground, type Process, signedIn } from './ground.ts'

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout'

export function ends(ground: () => Promise<Ground>): void {
  const logoutToken = async ({ provider, clock }: Ground, claims: object) => {
    const iat = clock.time
    return provider.sign(
      {
        iss: provider.issuer,
        aud: 'shop',
        iat,
        exp: iat + 120,
        jti: 'j-1',
        events: { [LOGOUT]: {} },
        ...claims,
      },
      { typ: 'logout+jwt' },
    )
  }
  const post = (process: Process, token: string) =>
    process.ask('/auth/backchannel-logout', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
    })
  const isIn = async (process: Process) => (await process.read()).user !== undefined

  test('back-channel logout at one process ends the session at all, and counts once', async () => {
    const here = await ground()
    await signedIn(here, { sid: 's-1' })
    const elsewhere = await here.process()
    await elsewhere.signIn({ sid: 's-2' })
    const token = await logoutToken(here, { sid: 's-1' })
    assert.equal((await post(here.other, token)).status, 200)
    assert.equal(await isIn(here.one), false)
    assert.equal(await isIn(elsewhere), true)
    assert.equal((await post(here.one, token)).status, 400, 'played again')
    const all = await logoutToken(here, { sub: 'user-1', jti: 'j-2' })
    assert.equal((await post(here.one, all)).status, 200)
    assert.equal(await isIn(elsewhere), false)
  })

  test('front-channel logout ends the one session that it names', async () => {
    const here = await ground()
    await signedIn(here, { sid: 's-1' })
    const query = new URLSearchParams({ iss: here.provider.issuer, sid: 's-1' })
    assert.equal((await here.other.ask(`/auth/frontchannel-logout?${query}`)).status, 200)
    assert.equal(await isIn(here.one), false)
  })

  test('a login is finished once, whichever process finishes it', async () => {
    const { one, other, clock } = await ground()
    const until = clock.time + 600
    const tries = [one, other, one, other].map(({ core }) =>
      core.revocations.firstFinish('s', until),
    )
    assert.equal((await Promise.all(tries)).filter((first) => first).length, 1)
    assert.equal(await other.core.revocations.firstUse('s', until), true, 'something else')
  })

  test('lists the sessions of a user, and ends one, the others, all', async () => {
    const here = await ground()
    await signedIn(here)
    const elsewhere = await here.process()
    await elsewhere.signIn()
    await elsewhere.signIn({ sub: 'user-2' })
    await elsewhere.signIn()
    const stranger = await here.process()
    await stranger.signIn({ sub: 'user-3' })
    const [mine, theirs] = [sessionsOf(here.one.core), sessionsOf(here.other.core)]
    const visitor = await here.one.read()
    const listed = await theirs.list({ sub: 'user-1' })
    // A login in the same browser ended the one before it.
    assert.equal(listed.length, 2)
    assert.ok(listed.every(({ current }) => !current))
    const own = (await mine.list(visitor)).filter(({ current }) => current)
    assert.deepEqual(
      own.map(({ id }) => id),
      [publicId(here.one.browser.get(COOKIE))],
    )
    assert.equal(await theirs.end({ sub: 'user-3' }, own[0]?.id ?? ''), false, 'not theirs')
    assert.equal(await mine.endAll(visitor, { keepCurrent: true }), 1)
    assert.equal(await isIn(elsewhere), false)
    assert.equal(await isIn(here.one), true)
    assert.equal(await theirs.end({ sub: 'user-1' }, own[0]?.id ?? ''), true)
    assert.equal(await theirs.endAll({ sub: 'user-1' }), 0)
    assert.equal(await isIn(here.one), false)
    assert.equal(await isIn(stranger), true)
    assert.deepEqual(await mine.list(await here.one.read()), [], 'nobody has none')
  })

  test('a login ends the session before it, at every process', async () => {
    const here = await ground()
    await here.one.change({ cart: 1 })
    carry(here.one, here.other)
    await here.one.signIn()
    assert.notEqual(here.one.browser.get(COOKIE), here.other.browser.get(COOKIE))
    assert.equal((await here.other.read()).state, undefined)
  })

  test('without a store there is nothing to list', async () => {
    const pass = createHallpass({ baseUrl: 'https://shop.example', secrets: ['x'.repeat(32)] })
    await assert.rejects(pass.sessions.list({ sub: 'una' }), { code: 'invalid_config' })
    pass.close()
  })
}
