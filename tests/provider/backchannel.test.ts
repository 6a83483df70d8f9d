/** Logout at the provider's word: back-channel and front-channel, and who may not speak it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  brokenSignature,
  hmacSigned,
  type JsonObject,
  keyNamed,
  sign,
  unsigned,
} from '../support/hostile-keys.ts'
import type { Seen } from './visitor.ts'
import { CLIENT, open, type World } from './world.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

let serial = 0

function logoutClaims({ provider, now }: World): JsonObject {
  serial += 1
  return {
    iss: provider.issuer,
    aud: CLIENT.id,
    iat: now,
    exp: now + 120,
    jti: `jti-${serial}`,
    events: { [EVENT]: {} },
    sub: 'alice',
    sid: 'sid-1',
  }
}

const HEADER = { typ: 'logout+jwt', kid: 'first' }

/** What the provider sends, with no cookie and no browser. */
function post(world: World, form: URLSearchParams | Record<string, string>): Promise<Seen> {
  const headers = { 'sec-fetch-mode': '', 'sec-fetch-site': '', accept: '*/*' }
  const caller = world.visitor()
  return caller.send('/auth/backchannel-logout', { method: 'POST', form, headers })
}

describe('rp-backchannel-rpinitlogout', () => {
  test('a logout token ends the session of its sid, and no other', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.provider.user.sid = 'sid-2'
    const elsewhere = await world.signedIn()
    const token = await world.provider.token(logoutClaims(world), HEADER)
    const answer = await post(world, { logout_token: token })
    assert.equal(answer.status, 200, answer.body)
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    assert.equal((await visitor.session()).signedIn, false)
    assert.equal((await visitor.send('/me', { mode: 'cors' })).status, 401)
    assert.equal((await elsewhere.session()).signedIn, true)
  })

  test('a logout token without sid ends every session of the user', async (t) => {
    const world = await open(t)
    const visitors = [await world.signedIn(), await world.signedIn()]
    const { sid: _, ...claims } = logoutClaims(world)
    await post(world, { logout_token: await world.provider.token(claims, HEADER) })
    for (const visitor of visitors) assert.equal((await visitor.session()).signedIn, false)
  })

  test('a claim nobody knows is ignored', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const claims = { ...logoutClaims(world), 'https://x.example/y': [{}] }
    const answer = await post(world, { logout_token: await world.provider.token(claims, HEADER) })
    assert.equal(answer.status, 200)
    assert.equal((await visitor.session()).signedIn, false)
  })

  test('aud as a list is accepted', async (t) => {
    const world = await open(t)
    const claims = { ...logoutClaims(world), aud: ['other', CLIENT.id] }
    const answer = await post(world, { logout_token: await world.provider.token(claims, HEADER) })
    assert.equal(answer.status, 200)
  })

  test('a login after it is not touched', async (t) => {
    const world = await open(t)
    await world.signedIn()
    const token = await world.provider.token(logoutClaims(world), HEADER)
    await post(world, { logout_token: token })
    world.now += 2
    const visitor = await world.signedIn()
    world.now += 2
    const again = await post(world, { logout_token: token })
    assert.equal(again.status, 400, 'a logout token counts once')
    assert.equal((await visitor.session()).signedIn, true)
  })

  test('a session ends though its refreshed ID tokens lack the sid', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    world.provider.change.claims = (claims, refresh) => refresh && delete claims.sid
    world.now += 250
    await visitor.send('/me')
    const token = await world.provider.token(logoutClaims(world), HEADER)
    assert.equal((await post(world, { logout_token: token })).status, 200)
    assert.equal((await visitor.session()).signedIn, false)
  })
})

type Make = (claims: JsonObject, world: World) => string | Promise<string>

function changed(change: (claims: JsonObject) => JsonObject, header: JsonObject = HEADER): Make {
  return (claims, { provider }) => provider.token(change(claims), header)
}

function without(name: string): Make {
  return changed(({ [name]: _, ...claims }) => claims)
}

const REFUSED: Readonly<Record<string, Make>> = {
  'alg-none': (claims) => unsigned(HEADER, claims),
  'wrong-alg': (claims) => hmacSigned(CLIENT.secret, HEADER, claims),
  'wrong-aud': changed((claims) => ({ ...claims, aud: `${claims.aud}1` })),
  'wrong-iss': changed((claims) => ({ ...claims, iss: `${claims.iss}1` })),
  'wrong-event': changed((claims) => ({ ...claims, events: { [`${EVENT}1`]: {} } })),
  'no-event': without('events'),
  'with-nonce': changed((claims) => ({ ...claims, nonce: 'x' })),
  'an empty nonce': changed((claims) => ({ ...claims, nonce: '' })),
  'events of a list': changed((claims) => ({ ...claims, events: [EVENT] })),
  'an event that is no object': changed((claims) => ({ ...claims, events: { [EVENT]: true } })),
  'no iss': without('iss'),
  'no aud': without('aud'),
  'no iat': without('iat'),
  'no jti': without('jti'),
  'no exp': without('exp'),
  'neither sub nor sid': changed(({ sub: _, sid: __, ...claims }) => claims),
  'an empty sid and no sub': changed(({ sub: _, ...claims }) => ({ ...claims, sid: '' })),
  'an expired token': changed((claims) => ({ ...claims, exp: Number(claims.iat) - 60 })),
  'an iat of a text': changed((claims) => ({ ...claims, iat: 'now' })),
  'a broken signature': async (claims, { provider }) =>
    brokenSignature(await provider.token(claims, HEADER)),
  'a stranger key': async (claims) => sign(await keyNamed('stranger'), HEADER, claims),
  'a stranger key in the header': async (claims) => {
    const stranger = await keyNamed('stranger')
    return sign(stranger, { ...HEADER, jwk: stranger.jwk }, claims)
  },
  'an issuer that names a property of objects': (claims, { provider }) =>
    provider.token({ ...claims, iss: '__proto__' }, HEADER),
  'text that is no token': () => 'not.a.token',
}

describe('a logout token is refused with 400', () => {
  for (const [name, make] of Object.entries(REFUSED)) {
    test(name, async (t) => {
      const world = await open(t)
      const visitor = await world.signedIn()
      const token = await make(logoutClaims(world), world)
      const answer = await post(world, { logout_token: token })
      assert.equal(answer.status, 400, answer.body)
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
      assert.match(world.log, /back-channel logout refused/)
      assert.equal((await visitor.session()).signedIn, true)
    })
  }

  test('the ID token of the login itself', async (t) => {
    const world = await open(t)
    let idToken = ''
    world.provider.change.idToken = (_claims, _header, honest) => {
      idToken = honest
      return honest
    }
    const visitor = await world.signedIn()
    assert.equal((await post(world, { logout_token: idToken })).status, 400)
    assert.equal((await visitor.session()).signedIn, true)
  })

  test('none, two of them, and one that is not in a form', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const token = await world.provider.token(logoutClaims(world), HEADER)
    assert.equal((await post(world, {})).status, 400)
    const twice = new URLSearchParams([1, 2].map(() => ['logout_token', token]))
    assert.equal((await post(world, twice)).status, 400)
    const headers = { 'content-type': 'application/json' }
    const sending = { method: 'POST', headers, form: { logout_token: token } }
    const json = await world.visitor().send('/auth/backchannel-logout', sending)
    assert.equal(json.status, 400)
    const get = await world.visitor().send(`/auth/backchannel-logout?logout_token=${token}`)
    assert.equal(get.status, 405)
    assert.equal((await visitor.session()).signedIn, true)
  })

  test('503 or 502 and no answer of success while the keys cannot be had', async (t) => {
    const world = await open(t)
    world.provider.instead.jwks = () => ({ status: 500, body: '' })
    const token = await world.provider.token(logoutClaims(world), HEADER)
    const answer = await post(world, { logout_token: token })
    assert.ok([502, 503].includes(answer.status), `${answer.status}`)
  })
})

describe('rp-frontchannel', () => {
  const logoutUrl = (world: World, sid: string, iss = world.provider.issuer) =>
    `/auth/frontchannel-logout?${new URLSearchParams({ iss, sid })}`

  test('the frame of the provider ends the session of the sid, with no cookie sent', async (t) => {
    const world = await open(t)
    const visitor = await world.signedIn()
    const answer = await world.visitor().send(logoutUrl(world, 'sid-1'))
    assert.equal(answer.status, 200)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.ok(policy.includes(`frame-ancestors ${world.provider.issuer}`))
    assert.equal((await visitor.session()).signedIn, false)
  })

  test('revokes no token', async (t) => {
    const world = await open(t)
    await world.signedIn()
    await world.visitor().send(logoutUrl(world, 'sid-1'))
    assert.deepEqual(world.provider.callsOf('revoke'), [])
  })

  for (const [name, target] of Object.entries({
    'a guessed sid': (world: World) => logoutUrl(world, 'sid-7'),
    'an empty sid': (world: World) => logoutUrl(world, ''),
    'another issuer': (world: World) => logoutUrl(world, 'sid-1', 'https://evil.example'),
    'an empty issuer': (world: World) => logoutUrl(world, 'sid-1', ''),
    'no parameters': () => '/auth/frontchannel-logout',
    'two sids': (world: World) => `${logoutUrl(world, 'sid-1')}&sid=sid-7`,
  })) {
    test(`${name} signs nobody out, the visitor who is sent there neither`, async (t) => {
      const world = await open(t)
      const visitor = await world.signedIn()
      const from = 'https://evil.example'
      const answer = await visitor.send(target(world), { from })
      assert.deepEqual(answer.cookies, [])
      assert.equal((await visitor.session()).signedIn, true)
    })
  }
})
