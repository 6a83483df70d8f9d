import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { START } from '../../tests/support/clock.ts'
import { SentBack } from '../../tests/support/cookies-of.ts'
import { cookieOf, KEY, keeperOf, request } from '../../tests/support/flask-keeper.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { FlaskSession, type FlaskSessionData } from '../sealing.ts'
import { type FlaskSessionCookieOptions, flaskSession } from './flask-options.ts'

const NOBODY = { state: undefined, present: false, rewrite: false }
const signedIn = sessionOf({ login: loginOf(), data: { cart: ['book'] } })

describe('a login that was made here', () => {
  test('travels sealed in the dict, and the app does not see it', () => {
    const { keeper, flask } = keeperOf()
    const headers = keeper.write(request(''), signedIn) ?? assert.fail()
    const value = cookieOf(headers[0])
    const dict = flask.loads(value)
    assert.deepEqual(Object.keys(dict), ['cart', '_hallpass'])
    assert.match(String(dict._hallpass), /^hp1\./)
    assert.doesNotMatch(JSON.stringify(dict), /access-1|Ada/)
    const read = keeper.read(request(`session=${value}`))
    assert.deepEqual(read.state?.login, signedIn.login)
    assert.deepEqual(read.state?.data, signedIn.data)
    assert.equal(read.state?.id, signedIn.id)
    assert.equal(read.rewrite, false)
    // Once more, from memory.
    assert.equal(keeper.read(request(`session=${value}`)).state, read.state)
  })

  test('ends when Flask clears the session, and with its own time-outs; the data stays', () => {
    const { keeper, flask, clock } = keeperOf()
    const value = cookieOf(keeper.write(request(''), signedIn)?.[0])
    const cleared = flask.dumps({ cart: ['book'] })
    assert.equal(keeper.read(request(`session=${cleared}`)).state?.login, undefined)
    clock.time += 3601
    const late = keeper.read(request(`session=${value}`))
    assert.equal(late.state?.login, undefined)
    assert.deepEqual(late.state?.data, { cart: ['book'] })
  })

  test('is nobody once it was ended, or is not of this configuration', () => {
    const { keeper, revocations } = keeperOf()
    const value = cookieOf(keeper.write(request(''), signedIn)?.[0])
    revocations.end(signedIn)
    assert.deepEqual(keeper.read(request(`session=${value}`)), NOBODY)
    const other = keeperOf({ accepts: false }).keeper
    assert.equal(other.read(request(`session=${value}`)).state?.login, undefined)
  })

  test('is nothing to a service with another secret, or when it was changed', () => {
    const { keeper, flask } = keeperOf()
    const value = cookieOf(keeper.write(request(''), signedIn)?.[0])
    const stranger = keeperOf({ secrets: ['another secret of sixteen bytes'] }).keeper
    assert.equal(stranger.read(request(`session=${value}`)).state?.login, undefined)
    const own = String(flask.loads(value)._hallpass)
    for (const changed of [`${own}A`, 'hp1.x', '', 7, ['x']]) {
      const cookie = flask.dumps({ _hallpass: changed as never })
      assert.equal(keeper.read(request(`session=${cookie}`)).state?.login, undefined)
    }
  })

  test('that does not fit into one cookie is not kept', () => {
    const { keeper } = keeperOf()
    assert.ok(keeper.write(request(''), sessionOf({ data: { small: 1 } })))
    const huge = sessionOf({ data: { a: crypto.getRandomValues(new Uint8Array(4000)) } })
    assert.equal(keeper.write(request(''), huge), undefined)
  })
})

describe('a login that Flask made', () => {
  const options = {
    user: ({ _user_id: id }: Readonly<FlaskSessionData>) =>
      typeof id === 'string' ? { sub: id } : undefined,
    groups: ({ groups }: Readonly<FlaskSessionData>) => groups as readonly string[],
  }

  test('is read by the functions of the app, and is never fresh', () => {
    const { keeper, flask } = keeperOf(options)
    const cookie = flask.dumps({ _user_id: 'una', groups: ['staff'] })
    const { state } = keeper.read(request(`session=${cookie}`))
    assert.deepEqual(state?.login?.user, { sub: 'una' })
    assert.deepEqual(state?.login?.groups, ['staff'])
    assert.equal(state?.login?.authTime, 0)
    assert.equal(state?.endsAt, START + 2_678_400)
    // Written back, it is the dict alone.
    const again = cookieOf(keeper.write(request(''), state ?? assert.fail())?.[0])
    assert.deepEqual(flask.loads(again), { _user_id: 'una', groups: ['staff'] })
  })

  test('can be ended here, by its signature', () => {
    const { keeper, flask, revocations } = keeperOf(options)
    const cookie = `session=${flask.dumps({ _user_id: 'una', groups: [] })}`
    revocations.end(keeper.read(request(cookie)).state ?? assert.fail())
    assert.equal(keeper.read(request(cookie)).state, undefined)
  })

  test('is nobody where a function throws or gives what is no user', () => {
    const bad: Partial<FlaskSessionCookieOptions>[] = [
      {
        user: () => {
          throw new Error('the secret of the app')
        },
      },
      { user: () => ({ sub: '' }) },
      { user: () => 'una' as never },
      { user: () => null as never },
      { user: () => Promise.resolve({ sub: 'una' }) as never },
      { ...options, groups: () => 'staff' as never },
      { ...options, groups: () => [7] as never },
    ]
    for (const options of bad) {
      const { keeper, flask, log } = keeperOf(options)
      const cookie = `session=${flask.dumps({ _user_id: 'una' })}`
      assert.equal(keeper.read(request(cookie)).state?.login, undefined)
      assert.match(log.text, /nobody is signed in/)
      assert.doesNotMatch(log.text, /secret of the app/)
    }
  })
})

describe('the cookie', () => {
  test('is Secure on https and HttpOnly, without a prefix and until the browser is closed', () => {
    const { keeper } = keeperOf()
    const [line] = keeper.write(request(''), sessionOf({ data: { a: 1 } })) ?? []
    assert.match(line?.[1] ?? '', /^session=[\w.-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  test('is as the options say, and permanent where Flask said so', () => {
    const { keeper } = keeperOf({
      cookieName: 'sid',
      domain: 'example.com',
      path: '/app',
      secure: false,
      sameSite: 'strict',
      lifetime: 60,
    })
    const [line] = keeper.write(request(''), sessionOf({ data: { _permanent: true } })) ?? []
    assert.match(
      line?.[1] ?? '',
      /^sid=[\w.-]+; Max-Age=60; Domain=example\.com; Path=\/app; HttpOnly; SameSite=Strict$/,
    )
    assert.match(keeper.clear(request(''))[0]?.[1] ?? '', /^sid=; Max-Age=0; Domain=example\.com/)
  })

  test('of an empty session is removed', () => {
    const { keeper } = keeperOf()
    const browser = new SentBack().apply(
      keeper.write(request(''), sessionOf({ data: { a: 1 } })) ?? [],
    )
    assert.notEqual(browser.header, '')
    browser.apply(keeper.write(request(browser.header), sessionOf()) ?? [])
    assert.equal(browser.header, '')
  })

  test('is good for its lifetime, by the clock of who signed it', () => {
    const { keeper, flask, clock } = keeperOf({ lifetime: 100 })
    const cookie = request(`session=${flask.dumps({ a: 1 })}`)
    clock.time += 100
    assert.deepEqual(keeper.read(cookie).state?.data, { a: 1 })
    clock.time += 1
    assert.deepEqual(keeper.read(cookie), { state: undefined, present: true, rewrite: false })
    clock.time -= 102
    assert.deepEqual(keeper.read(cookie), NOBODY, 'from the future')
  })

  test('that is not good is nobody; of two the good one counts', () => {
    const { keeper, flask } = keeperOf()
    assert.deepEqual(keeper.read(request('')), NOBODY)
    assert.equal(keeper.read(request('session=')).present, false)
    assert.deepEqual(keeper.read(request('session=x.y.z')), NOBODY)
    const good = flask.dumps({ a: 1 })
    assert.deepEqual(keeper.read(request(`session=planted; session=${good}`)).state?.data, { a: 1 })
  })

  test('under an older secret is written anew', () => {
    const NEW = 'a new secret key of the Flask app'
    const { keeper, flask } = keeperOf({ secretKey: [NEW, KEY] })
    const read = keeper.read(request(`session=${flask.dumps({ a: 1 })}`))
    assert.equal(read.rewrite, true)
    const value = cookieOf(keeper.write(request(''), read.state ?? assert.fail())?.[0])
    assert.ok(new FlaskSession(NEW, { now: START }).loads(value))
    assert.equal(keeper.read(request(`session=${value}`)).rewrite, false)
  })
})

test("the data holds Flask's types, and never what hallpass keeps there", () => {
  const { keeper } = keeperOf()
  const data = { at: new Date('2026-03-04T05:06:07Z'), raw: new Uint8Array([1]) }
  const copy = keeper.data.copy(data)
  assert.deepEqual(copy, data)
  assert.notEqual(copy.at, data.at)
  assert.deepEqual(keeper.data.read(keeper.data.write(data)), data)
  assert.throws(() => keeper.data.write({ _hallpass: 'x' }), { code: 'bad_payload' })
  assert.throws(() => keeper.data.write({ a: new Map() }), { code: 'bad_payload' })
})

test('faults of the options are told, and no secret with them', () => {
  const paths = (options: object) =>
    flaskSession({ secretKey: KEY, ...options }).issues.map(({ path }) => path)
  assert.deepEqual(paths({ secretKey: undefined }), ['session.secretKey'])
  assert.deepEqual(paths({ secretKey: [KEY, ''] }), ['session.secretKey[1]'])
  assert.deepEqual(paths({ secret: 'x' }), ['session.secret'])
  assert.deepEqual(paths({ cookieName: 'a b' }), ['session.cookieName'])
  assert.deepEqual(paths({ lifetime: 0, path: 'app', sameSite: 'Lax' }), [
    'session.path',
    'session.sameSite',
    'session.lifetime',
  ])
  // What cannot be a Max-Age would end the request that writes it.
  for (const lifetime of [Number.POSITIVE_INFINITY, Number.NaN, 1e300, 1.5, 34_560_001, '60']) {
    assert.deepEqual([...new Set(paths({ lifetime }))], ['session.lifetime'])
  }
  assert.deepEqual(paths({ lifetime: 34_560_000 }), [])
  for (const seconds of [Number.POSITIVE_INFINITY, 1e300]) {
    assert.deepEqual(paths({ idle: seconds, absolute: seconds }), [
      'session.idle',
      'session.absolute',
    ])
  }
  assert.deepEqual(paths({ idle: 10, absolute: 5 }), ['session.idle'])
  assert.deepEqual(paths({ sameSite: 'none', secure: false }), ['session.secure'])
  assert.doesNotMatch(JSON.stringify(flaskSession({ secretKey: KEY, x: 1 } as never)), /secret key/)
})
