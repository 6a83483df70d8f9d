import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cookieOf, keeperOf, request } from '../../tests/support/flask-keeper.ts'
import { sessionOf } from '../../tests/support/session-of.ts'
import { createHallpass } from '../index.ts'
import { FlaskSession, flaskSession } from '../sealing.ts'

const THEIRS = new FlaskSession('a key that this process does not have')

describe('a cookie that no key verifies', () => {
  test('is told once a minute at most, and never shown', () => {
    const { keeper, clock, log } = keeperOf()
    const cookie = THEIRS.dumps({ _user_id: 'una' })
    for (let i = 0; i < 50; i++) keeper.read(request(`session=${cookie}`))
    const told = () => log.text.match(/signed with none of secretKey/g)?.length
    assert.equal(told(), 1)
    assert.ok(!log.text.includes(cookie.slice(0, 10)))
    clock.time += 59
    keeper.read(request('session=x.y.z'))
    assert.equal(told(), 1)
    clock.time += 1
    keeper.read(request('session=x.y.z'))
    assert.equal(told(), 2)
  })

  test('nor is a good one, none, or an empty one told', () => {
    const { keeper, flask, log } = keeperOf()
    const good = flask.dumps({ a: 1 })
    for (const cookie of ['', 'session=', `session=${good}`, `session=x; session=${good}`]) {
      keeper.read(request(cookie))
    }
    assert.equal(log.text, '')
  })

  test('stays in the browser beside one that ran out', () => {
    const { keeper, flask, clock } = keeperOf({ lifetime: 100 })
    const old = flask.dumps({ a: 1 })
    clock.time += 101
    assert.equal(keeper.read(request(`session=${old}`)).present, true)
    const both = `session=${old}; session=${THEIRS.dumps({ a: 1 })}`
    assert.equal(keeper.read(request(both)).present, false)
  })
})

describe('a whole request with a cookie of a key that is not here', () => {
  const pass = createHallpass({
    baseUrl: 'https://shop.example',
    secrets: ['a secret of at least sixteen bytes'],
    session: flaskSession({ secretKey: 'the key that this process has' }),
    logger: { info() {}, warn() {}, error() {} },
  })
  const cookie = `session=${THEIRS.dumps({ _user_id: 'una' })}`
  const asked = async (change: (session: Record<string, unknown>) => void) => {
    const decision = await pass.handle(request(cookie))
    assert.ok(decision.kind === 'pass')
    change(decision.visitor.session)
    return decision.commit()
  }

  test('to read the session clears no cookie', async () => {
    assert.deepEqual(await asked(() => undefined), [])
  })

  test('to write it replaces the cookie', async () => {
    const headers = await asked((session) => {
      session.items = 3
    })
    const line = headers.find(([name]) => name === 'set-cookie')
    assert.match(line?.[1] ?? '', /^session=ey/)
  })
})

describe('what cannot be written', () => {
  test('is told by its place and its type', () => {
    const { keeper, log } = keeperOf()
    assert.throws(() => keeper.data.write({ m: new Map([['secret', 1]]) }), { code: 'bad_payload' })
    assert.match(log.text, /bad_payload: session\.m is a Map.*Nothing of this change is written/)
    assert.doesNotMatch(log.text, /secret/)
  })

  test('is told with the limit where it is too large', () => {
    const { keeper, log } = keeperOf()
    const huge = sessionOf({ data: { a: crypto.getRandomValues(new Uint8Array(4000)) } })
    assert.equal(keeper.write(request(''), huge), undefined)
    assert.match(log.text, /session_too_large: .* at most 4,093 bytes, and this one has 5,\d{3}/)
  })
})

test('a permanent session is renewed after a twentieth of its life, another never', () => {
  const { keeper, flask, clock } = keeperOf({ lifetime: 2000 })
  const permanent = request(`session=${flask.dumps({ _permanent: true, a: 1 })}`)
  const other = request(`session=${flask.dumps({ a: 1 })}`)
  clock.time += 99
  assert.equal(keeper.read(permanent).rewrite, false)
  clock.time += 1
  assert.equal(keeper.read(other).rewrite, false)
  const { state, rewrite } = keeper.read(permanent)
  assert.equal(rewrite, true)
  const renewed = cookieOf(keeper.write(permanent, state ?? assert.fail())?.[0])
  assert.equal(keeper.read(request(`session=${renewed}`)).rewrite, false)
  clock.time += 1950
  assert.equal(keeper.read(permanent).state, undefined)
  assert.deepEqual(keeper.read(request(`session=${renewed}`)).state?.data, state?.data)
})
