/** Logins at once, piled up, given up, and going round in circles. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SHOP, type Visitor } from './visitor.ts'
import { open } from './world.ts'

function transactions(visitor: Visitor): string[] {
  const names = Object.keys(visitor.jar.at(`${SHOP}/auth/callback`))
  return names.filter((name) => name.includes('hallpass_tx_'))
}

describe('several tabs', () => {
  test('two logins at once both end, in either order, each at its own page', async (t) => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const world = await open(t)
      const visitor = world.visitor()
      const addresses = [
        await visitor.callback('/auth/login?returnTo=/me?tab=0'),
        await visitor.callback('/auth/login?returnTo=/me?tab=1'),
      ]
      for (const tab of order) {
        const answer = await visitor.send(addresses[tab] ?? '')
        assert.equal(answer.location, `${SHOP}/me?tab=${tab}`)
        assert.equal((await visitor.session()).signedIn, true)
      }
      assert.deepEqual(transactions(visitor), [])
    }
  })

  test('both callbacks at the very same time', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const addresses = [await visitor.callback(), await visitor.callback()]
    const answers = await Promise.all(addresses.map((address) => visitor.send(address)))
    for (const { status } of answers) assert.equal(status, 302)
    assert.equal((await visitor.session()).signedIn, true)
  })

  test('the same callback twice at once signs in once', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const address = await visitor.callback()
    const answers = await Promise.all([visitor.send(address), visitor.send(address)])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [302, 400])
    assert.equal(world.provider.callsOf('token').length, 1, 'the code is sent once')
  })
})

describe('transactions', () => {
  test('are capped at five, the oldest goes', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const addresses: string[] = []
    for (let i = 0; i < 12; i++) {
      world.now += 1
      addresses.push(await visitor.callback(`/auth/login?returnTo=/me?tab=${i}`))
      assert.ok(transactions(visitor).length <= 5)
    }
    assert.equal((await visitor.send(addresses[0] ?? '')).status, 400)
    assert.equal((await visitor.send(addresses[11] ?? '')).location, `${SHOP}/me?tab=11`)
    assert.equal((await visitor.send(addresses[8] ?? '')).location, `${SHOP}/me?tab=8`)
  })

  test('stay within 8 kilobytes of Cookie header, however long the return addresses', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    for (let i = 0; i < 12; i++) {
      world.now += 1
      await visitor.callback(`/auth/login?returnTo=/me?${'x'.repeat(1900)}${i}`)
      const { length } = visitor.jar.header(new URL(`${SHOP}/auth/callback`), {
        method: 'GET',
        navigation: true,
      }) ?? { length: 0 }
      assert.ok(length > 0 && length <= 8192, `${length} bytes`)
    }
  })

  test('leave room for the largest session: the headers stay below what Node takes', async (t) => {
    const world = await open(t)
    world.provider.user.about = 'x'.repeat(8100)
    const visitor = await world.signedIn()
    const total = () =>
      visitor.jar.header(new URL(`${SHOP}/auth/callback`), { method: 'GET', navigation: true })
        ?.length ?? 0
    assert.ok(total() > 11_500, `a session of ${total()} bytes`)
    for (let i = 0; i < 8; i++) {
      world.now += 1
      await visitor.callback(`/auth/login?returnTo=/me?${'x'.repeat(300)}${i}`)
      assert.ok(total() <= 14_500, `${total()} bytes`)
    }
    assert.equal((await visitor.visit('/auth/login?returnTo=/me')).status, 200)
  })

  test('a return address and an appState as long as they may be still fit into a cookie', async (t) => {
    const world = await open(t)
    const long = `/me?${'x'.repeat(2040)}`
    for (const appState of ['a'.repeat(512), '\u0001'.repeat(512), '\u{1f600}'.repeat(256)]) {
      const visitor = world.visitor()
      const query = new URLSearchParams({ returnTo: long, appState })
      const answer = await visitor.send(`/auth/login?${query}`)
      if (answer.status === 302) {
        assert.equal(transactions(visitor).length, 1, 'a browser keeps the cookie')
        assert.ok(answer.cookies.every((line) => line.length <= 4096))
      } else assert.equal(answer.status, 400)
    }
  })

  test('an appState of the app that is too large is an error, not a cookie that vanishes', async (t) => {
    const beforeLogin = () => ({ appState: 'x'.repeat(5000) })
    const world = await open(t, { pass: { hooks: { beforeLogin } } })
    const answer = await world.visitor().send('/auth/login')
    assert.equal(answer.status, 400)
    assert.match(answer.body, /bad_request/)
    assert.match(world.log, /appState/)
  })

  test('are never begun for a script, a prefetch, a HEAD or a POST', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    const sendings = [
      { mode: 'cors' },
      { headers: { 'sec-purpose': 'prefetch' } },
      { headers: { purpose: 'prefetch' } },
      { method: 'HEAD' },
      { method: 'POST', from: SHOP },
    ] as const
    for (const sending of sendings) {
      const answer = await visitor.send('/auth/login', sending)
      assert.deepEqual(answer.cookies, [])
      assert.equal(answer.location, '')
      const page = await visitor.send('/me', sending)
      assert.deepEqual(page.cookies, [])
    }
    assert.deepEqual(world.provider.calls, [])
  })

  test('a page that asks for a login sets no cookie: only the login route does', async (t) => {
    const world = await open(t)
    const answer = await world.visitor().send('/me')
    assert.equal(answer.status, 302)
    assert.deepEqual(answer.cookies, [])
  })
})

describe('a redirect loop', () => {
  test('is broken by a page that says why, and a new start works', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    let answer = await visitor.visit('/auth/login?returnTo=/me')
    for (let i = 0; i < 8 && answer.status === 200; i++) {
      answer = await visitor.visit('/auth/login?returnTo=/me')
    }
    assert.equal(answer.status, 508)
    assert.match(answer.body, /redirect_loop/)
    assert.match(answer.body, /sends visitors who are signed in to the login again/)
    const again = await visitor.visit('/auth/login?returnTo=/me')
    assert.equal(again.status, 200, 'the count begins anew')
  })

  test('is broken in a browser that keeps no session cookie, and the page says so', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    let status = 0
    for (let i = 0; i < 8 && status !== 508; i++) {
      const address = await visitor.callback()
      const cookies = visitor.jar.at(`${SHOP}/auth/callback`)
      const cookie = Object.entries(cookies)
        .filter(([name]) => name !== '__Host-hallpass')
        .map(([name, value]) => `${name}=${value}`)
        .join('; ')
      const answer = await visitor.send(address, { cookie })
      status = answer.status
      if (status === 508) assert.match(answer.body, /did not come back/)
    }
    assert.equal(status, 508)
  })

  test('logins far apart, for other pages, or with a logout between are none', async (t) => {
    const world = await open(t)
    const visitor = world.visitor()
    for (let i = 0; i < 8; i++) {
      assert.equal((await visitor.visit('/auth/login?returnTo=/me')).status, 200)
      world.now += 61
    }
    for (let i = 0; i < 8; i++) {
      assert.equal((await visitor.visit(`/auth/login?returnTo=/get?${i}`)).status, 200)
    }
    for (let i = 0; i < 8; i++) {
      assert.equal((await visitor.visit('/auth/login?returnTo=/me')).status, 200)
      await visitor.send('/auth/logout', { method: 'POST', from: SHOP })
    }
  })
})
