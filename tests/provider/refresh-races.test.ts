/** Many requests, tabs and slow answers around a refresh, a login and a logout. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { open, type World } from './world.ts'

const DUE = 250

/** A page that waits until the test lets it go on, and then writes to the session. */
function slowPage(): {
  page: (request: Request, v: { session: Record<string, unknown> }) => Promise<Response>
  begun: Promise<void>
  go: () => void
} {
  const begun = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  return {
    page: async (_request, { session }) => {
      begun.resolve()
      await gate.promise
      session.slow = true
      return new Response('late')
    },
    begun: begun.promise,
    go: gate.resolve,
  }
}

function tokenCalls({ provider }: World): number {
  return provider.callsOf('token').length
}

describe('concurrent refresh', () => {
  test('a hundred requests over an expiring token: one call, and all get the successor', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    world.now += DUE
    const before = tokenCalls(world)
    const sent = Array.from({ length: 100 }, (_, i) =>
      world.visitor().send('/me', { cookie, mode: i % 2 ? 'cors' : 'navigate' }),
    )
    const answers = await Promise.all(sent)
    assert.equal(tokenCalls(world) - before, 1)
    for (const { status, cookies } of answers) {
      assert.equal(status, 200)
      assert.match(cookies.join(), /^__Host-hallpass=hp1/)
    }
    world.now += DUE
    for (const { cookies } of answers.slice(0, 3)) {
      const successor = cookies[0]?.split(';', 1)[0] ?? ''
      assert.equal((await world.visitor().send('/me', { cookie: successor })).status, 200)
    }
    assert.deepEqual(world.provider.complaints, [], 'nobody replays a spent token')
  })

  test('near-miss: the old cookie within a minute gets the successor, without a call', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    world.now += DUE
    await visitor.send('/me')
    const after = tokenCalls(world)
    for (const seconds of [0, 20, 35]) {
      world.now += seconds
      const late = world.visitor()
      assert.equal((await late.send('/me', { cookie })).status, 200)
      assert.equal((await late.send('/me')).status, 200, 'with the cookie it was given')
    }
    assert.equal(tokenCalls(world), after)
  })

  test('after that minute the old cookie is refused by the provider, and ends the session', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    world.now += DUE
    await visitor.send('/me')
    world.now += 90
    const late = await world.visitor().send('/me', { cookie, mode: 'cors' })
    assert.equal(late.status, 401)
    assert.equal((await visitor.send('/me', { mode: 'cors' })).status, 401, 'token reuse: both end')
  })

  test('another session with the same refresh token gets no successor of this one', async (t) => {
    const world = await open(t)
    const tokens: unknown[] = []
    world.provider.change.tokens = (body) => {
      tokens.push(body.refresh_token)
      return { ...body, refresh_token: tokens[0] }
    }
    const first = await world.signedIn()
    const second = await world.signedIn()
    world.now += DUE
    await first.send('/me')
    const before = tokenCalls(world)
    await second.send('/me')
    assert.equal(tokenCalls(world), before + 1)
  })

  test('a slow answer does not overwrite the newer tokens', async (t) => {
    const slow = slowPage()
    const world = await open(t, { pages: { '/slow': slow.page } })
    const visitor = await world.signedIn()
    const late = visitor.send('/slow')
    await slow.begun
    world.now += DUE
    await visitor.send('/me')
    slow.go()
    await late
    assert.deepEqual(JSON.parse((await visitor.send('/get')).body), { kept: null })
    world.now += DUE
    assert.equal((await visitor.send('/me')).status, 200)
    world.now += DUE
    assert.equal((await visitor.send('/me')).status, 200)
    assert.deepEqual(world.provider.complaints, [])
  })

  test('a slow answer without changes sets no cookie', async (t) => {
    const gate = Promise.withResolvers<void>()
    const page = () => gate.promise.then(() => new Response('late'))
    const world = await open(t, { pages: { '/slow': page } })
    world.provider.expiresIn = 60
    const visitor = await world.signedIn()
    const late = visitor.send('/slow')
    world.now += 55
    await visitor.send('/me')
    gate.resolve()
    assert.deepEqual((await late).cookies, [])
  })
})

describe('a slow answer of an older session', () => {
  test('does not overwrite a newer login', async (t) => {
    const slow = slowPage()
    const world = await open(t, { pages: { '/slow': slow.page } })
    const visitor = await world.signedIn()
    const late = visitor.send('/slow')
    await slow.begun
    world.now += 5
    world.provider.user = { sub: 'bob' }
    await visitor.visit('/auth/login?returnTo=/me')
    slow.go()
    await late
    const { user } = (await visitor.session()) as { user?: { sub: string } }
    assert.equal(user?.sub, 'bob')
  })

  test('of a visitor who was signed out does not overwrite a login', async (t) => {
    const slow = slowPage()
    const world = await open(t, { pages: { '/slow': slow.page } })
    const visitor = world.visitor()
    await visitor.send('/put?value=cart')
    const late = visitor.send('/slow')
    await slow.begun
    await visitor.visit('/auth/login?returnTo=/me')
    slow.go()
    await late
    assert.equal((await visitor.session()).signedIn, true)
  })

  test('does not bring a session back after a logout', async (t) => {
    const slow = slowPage()
    const world = await open(t, { pages: { '/slow': slow.page } })
    const visitor = await world.signedIn()
    const late = visitor.send('/slow')
    await slow.begun
    await visitor.send('/auth/logout', { method: 'POST', mode: 'cors' })
    slow.go()
    await late
    assert.equal((await visitor.session()).signedIn, false)
    assert.equal((await visitor.send('/me', { mode: 'cors' })).status, 401)
  })

  test('a logout with the cookie of before a refresh revokes the token of after it', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const cookie = `__Host-hallpass=${visitor.sessionCookie}`
    world.now += DUE
    await visitor.send('/me')
    const fresh = [...world.provider.secrets].findLast((secret) => secret.startsWith('rt-'))
    await visitor.send('/auth/logout', { method: 'POST', mode: 'cors', cookie })
    const revoked = world.provider.calls.filter(({ endpoint }) => endpoint === 'revoke')
    assert.deepEqual(
      revoked.map(({ form }) => form.get('token')),
      [fresh],
    )
  })

  test('a refresh under way does not bring a session back after a logout', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.now += DUE
    world.provider.slow.token = 0.2
    const refreshing = visitor.send('/me')
    await visitor.send('/auth/logout', { method: 'POST', mode: 'cors' })
    await refreshing
    assert.equal((await visitor.session()).signedIn, false)
    assert.equal((await visitor.send('/me', { mode: 'cors' })).status, 401)
  })
})
