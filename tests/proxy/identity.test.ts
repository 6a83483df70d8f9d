/** Who the app is told of: only by the guard, whatever a client writes. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IDENTITY_HEADERS } from '../../src/proxy/identity/headers.ts'
import { head, openProxy, statusOf, type World } from './world.ts'

/** Ways to write a name that some server reads as the name. */
function spellings(name: string): string[] {
  const capitals = name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase())
  return [
    name,
    capitals,
    name.toUpperCase(),
    name.replaceAll('-', '_'),
    capitals.replaceAll('-', '_'),
    name.replace('-', '_'),
    name.replaceAll('-', '.'),
    name.replaceAll('-', '~'),
    name.replaceAll('-', '+'),
    name.replaceAll('-', '!'),
  ]
}

const FORGED = [
  ...IDENTITY_HEADERS,
  'x-forwarded-access-token',
  'x-hallpass-anything',
  'x-auth-request-user',
  'x-auth-request-groups',
  'remote-user',
  'remote-groups',
  'x-remote-email',
  'proxy',
  'client-ip',
  'script-name',
].flatMap((name) => spellings(name).map((spelt) => `${spelt}: mallory`))

/** What the app was told of who is there. */
function told({ app }: World): string[] {
  return app.last.lines
    .filter(([, value]) => value.includes('mallory'))
    .map(([name, value]) => `${name}: ${value}`)
}

describe('headers that say who is there', () => {
  test('come from the guard alone: on public paths, with every method', async (t) => {
    const world = await openProxy(t)
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'TRACE', 'DELETE']) {
      for (let at = 0; at < FORGED.length; at += 30) {
        const lines = [...FORGED.slice(at, at + 30), 'Content-Length: 0']
        const answer = await world.raw(head(world, `${method} /about`, lines))
        assert.equal(statusOf(answer), 200, answer)
        assert.deepEqual(told(world), [], method)
      }
    }
    assert.ok(world.app.seen.every(({ header }) => header('x-forwarded-user') === undefined))
  })

  test('come from the guard alone: in report mode, and with the guard off', async (t) => {
    for (const env of [
      { HALLPASS_GUARD_MODE: 'report' },
      { HALLPASS_GUARD_MODE: 'off' },
      { AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'False' },
    ] as Record<string, string>[]) {
      const world = await openProxy(t, { env })
      const answer = await world.raw(head(world, 'GET /account', FORGED.slice(0, 60)))
      assert.equal(statusOf(answer), 200)
      assert.deepEqual(told(world), [])
    }
  })

  test('come from the guard alone: of a visitor who is signed in', async (t) => {
    const world = await openProxy(t)
    world.provider.user = {
      sub: 'alice',
      email: 'alice@shop.example',
      preferred_username: 'Zo\u00eb',
      groups: ['staff', 'two words', 'a,b'],
    }
    const cookie = await world.signIn()
    const attacks = [
      ...FORGED.slice(0, 40),
      `Connection: ${IDENTITY_HEADERS.join(', ')}, cookie, host, forwarded`,
      'X-Forwarded-User: mallory',
      'x-forwarded-user : mallory',
    ]
    const lines = [`Cookie: ${cookie}; theme=dark`, ...attacks.slice(0, -1)]
    const answer = await world.raw(head(world, 'GET /account', lines))
    assert.equal(statusOf(answer), 200, answer)
    const { last } = world.app
    const values = (name: string) =>
      last.lines.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value)
    assert.deepEqual(told(world), [])
    assert.deepEqual(values('x-forwarded-user'), ['alice'])
    assert.deepEqual(values('x-forwarded-email'), ['alice@shop.example'])
    assert.deepEqual(values('x-forwarded-preferred-username'), ['Zo%C3%AB'])
    assert.deepEqual(values('x-forwarded-groups'), ['staff,two words'])
    assert.deepEqual(JSON.parse(values('x-hallpass-groups')[0] ?? ''), [
      'staff',
      'two words',
      'a,b',
    ])
    const claims = JSON.parse(values('x-hallpass-id-token')[0] ?? '')
    assert.deepEqual([claims.sub, claims.iss], ['alice', world.provider.issuer])
    assert.ok(world.provider.secrets.has(values('x-hallpass-id-token-jwt')[0] ?? ''))
    assert.ok(world.provider.secrets.has(values('x-hallpass-access-token')[0] ?? ''))
    assert.equal(JSON.parse(values('x-hallpass-userinfo')[0] ?? '').preferred_username, 'Zo\u00eb')
    // White space before the colon is how one header was hidden behind another.
    const hidden = await world.raw(head(world, 'GET /about', attacks.slice(-1)))
    assert.equal(statusOf(hidden), 400)
  })

  test('never hold a line of their own, whatever the provider says', async (t) => {
    const world = await openProxy(t)
    world.provider.user = {
      sub: 'al\r\nX-Forwarded-Groups: admin',
      email: 'a@b@shop.example',
      preferred_username: 'x\u0000\u007f\u2028',
      groups: ['a\r\nb', '\u{1f600}', '  admin', '%20admin'],
    }
    const cookie = await world.signIn()
    await world.raw(head(world, 'GET /account', [`Cookie: ${cookie}`]))
    const { last } = world.app
    assert.equal(last.header('x-forwarded-user'), 'al%0D%0AX-Forwarded-Groups: admin')
    assert.equal(last.header('x-forwarded-email'), undefined)
    assert.equal(last.header('x-forwarded-preferred-username'), 'x%00%7F%E2%80%A8')
    assert.equal(last.header('x-forwarded-groups'), '%F0%9F%98%80,%20%20admin,%2520admin')
    assert.equal(last.lines.filter(([name]) => /groups/i.test(name)).length, 2)
    assert.ok(last.lines.every(([, value]) => /^[\x20-\x7e]*$/.test(value)))
  })

  test('are only those that were asked for', async (t) => {
    const world = await openProxy(t, { options: { identityHeaders: ['x-forwarded-user'] } })
    const cookie = await world.signIn()
    await world.raw(head(world, 'GET /account', [`Cookie: ${cookie}`]))
    const names = world.app.last.lines.map(([name]) => name.toLowerCase())
    assert.deepEqual(
      names.filter((name) => (IDENTITY_HEADERS as readonly string[]).includes(name)),
      ['x-forwarded-user'],
    )
  })
})

describe('cookies', () => {
  test('of the guard never reach the app; all others do, to the byte', async (t) => {
    const world = await openProxy(t)
    const cookie = await world.signIn()
    assert.match(cookie, /ags_client_session=/)
    const others = 'a=1;b="x y";  c=%20=; d;=e; hallpass=1; ags_client_session_x=2'
    for (const sent of [`${cookie}; ${others}`, `${others};${cookie}`]) {
      await world.raw(head(world, 'GET /account', [`Cookie: ${sent}`]))
      const got = world.app.last.header('cookie') ?? ''
      assert.equal(got, others)
    }
    for (const own of [
      'ags_client_session=x',
      '__Host-ags_client_session=x; ags_client_session.1=y',
      'hallpass_tx_abcdefgh=z;__Secure-hallpass_loop=1; hallpass_logout=2',
    ]) {
      await world.raw(head(world, 'GET /about', [`Cookie: ${own}`]))
      assert.equal(world.app.last.header('cookie'), undefined)
    }
    await world.raw(head(world, 'GET /about', [`Cookie: ${others}`]))
    assert.equal(world.app.last.header('cookie'), others)
  })

  test('of the guard cannot be set by the app', async (t) => {
    const world = await openProxy(t)
    const lines = [
      'ags_client_session=forged; Path=/',
      ' __Host-ags_client_session.1=forged',
      'AGS_CLIENT_SESSION=forged',
      'hallpass_tx_abc=forged',
      'own=1; Path=/',
      'session=2',
    ]
    world.app.handlers['/set'] = (_request, response) =>
      response.writeHead(200, { 'set-cookie': lines }).end()
    const answer = await world.raw(head(world, 'GET /set'))
    assert.doesNotMatch(answer, /forged/)
    assert.match(answer, /Set-Cookie: own=1; Path=\/\r\nset-cookie: session=2\r\n/i)
    await world.raw(head(world, 'GET /set'))
    assert.equal(world.log.lines.filter((line) => line.includes('tried to set a cookie')).length, 1)
  })

  test('that the guard renews come beside the app’s own, and no cache keeps them', async (t) => {
    let time = Math.floor(Date.now() / 1000)
    const world = await openProxy(t, { now: () => time })
    world.provider.now = () => time
    const cookie = await world.signIn()
    world.app.handlers['/account'] = (_request, response) =>
      response
        .writeHead(200, { 'set-cookie': ['own=1', 'two=2'], 'cache-control': 'public, max-age=60' })
        .end()
    const ask = () => world.raw(head(world, 'GET /account', [`Cookie: ${cookie}`]))
    const fresh = await ask()
    assert.match(fresh, /cache-control: public, max-age=60/i)
    time += 1000
    const renewed = await ask()
    assert.match(renewed, /set-cookie: own=1\r\nset-cookie: two=2\r\n/i)
    assert.match(renewed, /set-cookie: ags_client_session=/i)
    assert.match(renewed, /cache-control: no-store/i)
    assert.doesNotMatch(renewed, /max-age=60/)
    // What was learned is kept also when the app is down.
    await world.app.down()
    const failed = await ask()
    assert.equal(statusOf(failed), 502)
    assert.match(failed, /set-cookie: ags_client_session=/i)
  })
})

test('a guarded page is kept by no cache, unless the app says so; a public one is as it was', async (t) => {
  const world = await openProxy(t)
  const cookie = await world.signIn()
  const guarded = await world.raw(head(world, 'GET /account', [`Cookie: ${cookie}`]))
  assert.match(guarded, /cache-control: no-store/i)
  assert.doesNotMatch(await world.raw(head(world, 'GET /about')), /cache-control/i)
})
