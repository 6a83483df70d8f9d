import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clockAt, START } from '../../tests/support/clock.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { Revocations } from './revocations.ts'

const DAY = 86_400
const AT = { issuer: 'https://id.example', clientId: 'shop' }

const session = (id: string, parts: Parameters<typeof loginOf>[0] = {}, createdAt = START) =>
  sessionOf({ id, createdAt, login: loginOf(parts) })

describe('Revocations', () => {
  test('end one session and no other', () => {
    const revocations = new Revocations(DAY, clockAt().now)
    assert.equal(revocations.has(session('a')), false)
    revocations.end(session('a'))
    assert.ok(revocations.has(session('a')))
    assert.equal(revocations.has(session('b')), false)
    assert.equal(revocations.has(sessionOf({ id: 'b' })), false)
    revocations.end(sessionOf({ id: 'anonymous' }))
    assert.ok(revocations.has(sessionOf({ id: 'anonymous' })))
  })

  test('end what a provider names: a session of its own, or all of a user', () => {
    const revocations = new Revocations(DAY, clockAt().now)
    revocations.endAtProvider({ ...AT, sid: 'sid-1', sub: 'user-1' })
    assert.ok(revocations.has(session('a', { sid: 'sid-1' })))
    assert.equal(revocations.has(session('b', { sid: 'sid-2' })), false)
    assert.equal(revocations.has(session('c')), false)
    revocations.endAtProvider({ ...AT, sub: 'user-1' })
    assert.ok(revocations.has(session('b', { sid: 'sid-2' })))
    assert.equal(revocations.has(session('d', { user: { sub: 'user-2' } })), false)
  })

  test('end nothing of another issuer or client, and nothing where nothing is named', () => {
    const revocations = new Revocations(DAY, clockAt().now)
    revocations.endAtProvider({ ...AT, issuer: 'https://other.example', sub: 'user-1' })
    revocations.endAtProvider({ ...AT, clientId: 'other', sub: 'user-1' })
    revocations.endAtProvider(AT)
    assert.equal(revocations.has(session('a')), false)
  })

  test('do not touch a login that comes later', () => {
    const clock = clockAt()
    const revocations = new Revocations(DAY, clock.now)
    revocations.endAtProvider({ ...AT, sub: 'user-1' })
    assert.equal(revocations.has(session('later', {}, START + 1)), false)
    clock.time += 10
    revocations.endAtProvider({ ...AT, sub: 'user-1' })
    assert.ok(revocations.has(session('later', {}, START + 1)))
  })

  test('of signed-out sessions, however many, push out no end of a user', () => {
    const revocations = new Revocations(DAY, clockAt().now)
    revocations.end(session('a'))
    for (let i = 0; i <= 100_000; i++) revocations.end(sessionOf({ id: `nobody-${i}` }))
    assert.ok(revocations.has(session('a')))
    assert.ok(revocations.has(sessionOf({ id: 'nobody-100000' })))
  })

  test('forget an end once the session would have run out anyway', () => {
    const clock = clockAt()
    const revocations = new Revocations(DAY, clock.now)
    revocations.end(session('a'))
    clock.time += DAY - 1
    revocations.end(session('b'))
    assert.ok(revocations.has(session('a')))
    clock.time += 1
    revocations.end(session('c'))
    assert.equal(revocations.has(session('a')), false)
    assert.ok(revocations.has(session('b')))
  })

  test('stay bounded: at the limit the oldest end goes', () => {
    const revocations = new Revocations(DAY, clockAt().now)
    for (let n = 0; n <= 100_000; n++) revocations.end(session(`${n}`))
    assert.equal(revocations.has(session('0')), false)
    assert.ok(revocations.has(session('1')))
  })

  test('let an unproved end close its session, and push out no proved one', () => {
    const revocations = new Revocations(DAY, clockAt().now)
    revocations.end(session('mine'))
    for (let n = 0; n <= 100_001; n++) revocations.endUnproved({ ...AT, sid: `made up ${n}` })
    assert.ok(revocations.has(session('mine')))
    assert.ok(revocations.has(session('a', { sid: 'made up 100001' })))
    assert.equal(revocations.has(session('a', { sid: 'made up 1' })), false)
  })

  test('know what was used before, for as long as it could be used', () => {
    const clock = clockAt()
    const revocations = new Revocations(60, clock.now)
    assert.ok(revocations.firstUse('token-1', START + 1000))
    assert.equal(revocations.firstUse('token-1', START + 1000), false)
    assert.ok(revocations.firstUse('token-2', START + 1000))
    clock.time += 999
    revocations.end(session('another'))
    assert.equal(revocations.firstUse('token-1', START + 1000), false)
    clock.time += 2
    revocations.end(session('another'))
    assert.ok(revocations.firstUse('token-1', START + 2000))
  })

  test('know a login that was finished before, until it is too old in any case', () => {
    const clock = clockAt()
    const revocations = new Revocations(60, clock.now)
    assert.ok(revocations.firstFinish('state-1', START + 900))
    assert.equal(revocations.firstFinish('state-1', START + 900), false)
    assert.ok(revocations.firstUse('state-1', START + 900), 'another thing of the same name')
    clock.time += 900
    assert.ok(revocations.firstFinish('state-2', START + 1800))
    assert.ok(revocations.firstFinish('state-1', START + 1800))
  })
})
