import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { deepFreeze, isRecord, parseSession, type SessionState, serializeSession } from './state.ts'

/** The session without the version that its text carries. */
function parsed(text: string): SessionState | undefined {
  const state = parseSession(text)
  if (state === undefined) return undefined
  const { v: _, ...rest } = state as SessionState & { v: number }
  return rest
}

const record = () => JSON.parse(serializeSession(sessionOf({ login: loginOf() })))

describe('serializeSession and parseSession', () => {
  test('give back every session', () => {
    const data = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }))
    const login = fc.option(
      fc.record({
        user: fc.dictionary(fc.string(), fc.jsonValue()).map((user) => ({ ...user, sub: 'u' })),
        groups: fc.array(fc.string()),
        authTime: fc.nat(),
      }),
    )
    fc.assert(
      fc.property(data, login, fc.nat(), (own, signedIn, seenAt) => {
        const state = sessionOf({
          data: JSON.parse(JSON.stringify(own)),
          seenAt,
          ...(signedIn && { login: loginOf(JSON.parse(JSON.stringify(signedIn))) }),
        })
        assert.deepEqual(parsed(serializeSession(state)), JSON.parse(JSON.stringify(state)))
      }),
      PROPERTY_RUNS,
    )
  })

  test('freeze what they give, all through: it is shared between requests', () => {
    const state = parseSession(serializeSession(sessionOf({ data: { cart: [{ id: 1 }] } })))
    assert.throws(() => {
      const cart = state?.data.cart as { id: number }[]
      cart[0] = { id: 2 }
    }, TypeError)
  })

  test('read another version as nothing', () => {
    for (const v of [0, 2, '1', null, undefined]) {
      assert.equal(parseSession(JSON.stringify({ ...record(), v })), undefined)
    }
  })

  test('read a session with a part missing or of another type as nothing', () => {
    for (const part of ['id', 'createdAt', 'seenAt', 'data']) {
      assert.equal(parseSession(JSON.stringify({ ...record(), [part]: null })), undefined, part)
      assert.equal(parseSession(JSON.stringify({ ...record(), [part]: [] })), undefined, part)
    }
    const { login } = record()
    for (const part of ['provider', 'issuer', 'clientId', 'user', 'groups', 'authTime', 'tokens']) {
      const broken = { ...record(), login: { ...login, [part]: null } }
      assert.equal(parseSession(JSON.stringify(broken)), undefined, part)
    }
    for (const login of [null, [], 'x', 1]) {
      assert.equal(parseSession(JSON.stringify({ ...record(), login })), undefined)
    }
  })

  test('read a login without a subject as nothing', () => {
    const { login } = record()
    for (const user of [{}, { sub: '' }, { sub: 5 }]) {
      const broken = { ...record(), login: { ...login, user } }
      assert.equal(parseSession(JSON.stringify(broken)), undefined)
    }
  })

  test('read groups that are not texts as nothing', () => {
    const broken = { ...record(), login: { ...record().login, groups: [['staff']] } }
    assert.equal(parseSession(JSON.stringify(broken)), undefined)
  })

  test('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constantFrom('', 'null', '[]')), (text) => {
        assert.equal(parseSession(text), undefined)
      }),
      PROPERTY_RUNS,
    )
  })

  test('read data as deep as a cookie can hold', () => {
    const depth = 6000
    const deep = `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const text = serializeSession(sessionOf()).replace('"data":{}', `"data":${deep}`)
    assert.ok(isRecord(parseSession(text)?.data))
  })

  test('keep a name like __proto__ as data and change no prototype', () => {
    const text = serializeSession(sessionOf()).replace('"data":{}', '"data":{"__proto__":{"a":1}}')
    const state = parseSession(text)
    assert.deepEqual(Object.keys(state?.data ?? {}), ['__proto__'])
    assert.equal(Object.hasOwn(Object.prototype, 'a'), false)
  })
})

describe('isRecord', () => {
  test('holds for JSON objects alone', () => {
    assert.ok(isRecord({}) && isRecord({ a: 1 }))
    for (const other of [null, undefined, [], 'a', 1, true]) assert.equal(isRecord(other), false)
  })
})

describe('deepFreeze', () => {
  test('gives back the same thing, and stops at what is frozen', () => {
    const value = { a: [1, { b: 2 }] }
    assert.equal(deepFreeze(value), value)
    assert.ok(Object.isFrozen(value.a[1]))
    assert.equal(deepFreeze('text'), 'text')
  })
})
