import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { clockAt, START } from '../../tests/support/clock.ts'
import { SentBack } from '../../tests/support/cookies-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { textTampering } from '../../tests/tampering.ts'
import { createKeyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { Revocations } from './revocations.ts'
import { SealedCookie, type SealedCookieOptions } from './sealed-cookie.ts'
import { type SessionState, serializeSession } from './state.ts'

const SECRET = 'a secret of at least sixteen bytes'
const NAME = '__Host-hallpass'
const LIFETIME = { idle: 3600, absolute: 86_400 }

function backendOf(parts: Partial<SealedCookieOptions> & { secrets?: string[] } = {}) {
  const clock = clockAt()
  const { secrets = [SECRET], ...options } = parts
  const backend = new SealedCookie({
    keyring: createKeyring(secrets),
    name: 'hallpass',
    secure: true,
    lifetime: LIFETIME,
    revocations: new Revocations(LIFETIME.absolute, clock.now),
    accepts: () => true,
    now: clock.now,
    ...options,
  })
  return { backend, clock }
}

const request = (cookie: string) => exchangeOf({ headers: { cookie } })

/** The browser after `state` was written. */
function written(backend: SealedCookie, state: SessionState, browser = new SentBack()): SentBack {
  return browser.apply(backend.write(request(browser.header), state) ?? [])
}

describe('SealedCookie', () => {
  const state = sessionOf({ login: loginOf(), data: { cart: ['book'] } })

  test('gives back what was written, in one cookie that scripts and http never see', () => {
    const { backend } = backendOf()
    const [line, ...more] = backend.write(request(''), state) ?? []
    assert.equal(more.length, 0)
    assert.match(
      line?.[1] ?? '',
      /^__Host-hallpass=hp1\.[\w-]+; Max-Age=3600; Path=\/; HttpOnly; Sec/,
    )
    assert.match(line?.[1] ?? '', /SameSite=Lax/)
    const read = backend.read(request(written(backend, state).header))
    assert.partialDeepStrictEqual(read, { present: true, rewrite: false, state })
  })

  test('has neither prefix nor Secure on http', () => {
    const { backend } = backendOf({ secure: false })
    const [line] = backend.write(request(''), state) ?? []
    assert.match(
      line?.[1] ?? '',
      /^hallpass=hp1\.[^;]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  test('knows nobody without a cookie, and clears nothing then', () => {
    const { backend } = backendOf()
    for (const cookie of ['', 'other=1', 'hallpass=1', `${NAME}=`]) {
      assert.deepEqual(backend.read(request(cookie)).present, false, cookie)
    }
    assert.deepEqual(backend.clear(request('other=1')), [])
  })

  test('spreads a large session over several cookies, and clears what a smaller one leaves', () => {
    const { backend } = backendOf()
    const large = { ...state, data: { text: 'x'.repeat(5000) } }
    const browser = written(backend, large)
    assert.deepEqual(browser.names, [NAME, `${NAME}.1`])
    assert.equal(backend.read(request(browser.header)).state?.data.text, large.data.text)
    written(backend, state, browser)
    assert.deepEqual(browser.names, [NAME])
    written(backend, large, browser)
    assert.deepEqual(browser.apply(backend.clear(request(browser.header))).names, [])
  })

  test('refuses a chunked session with a chunk missing or of another session', () => {
    const { backend } = backendOf()
    const large = { ...state, data: { text: 'x'.repeat(5000) } }
    const [one, other] = [written(backend, large), written(backend, large)]
    const missing = `${NAME}=${one.get(NAME)}`
    const mixed = `${missing}; ${NAME}.1=${other.get(`${NAME}.1`)}`
    for (const cookie of [missing, mixed, `${NAME}=c9.hp1`]) {
      const read = backend.read(request(cookie))
      assert.deepEqual(read, { state: undefined, present: true, rewrite: false })
    }
  })

  test('writes nothing for a session that is too large, and throws nothing', () => {
    const { backend } = backendOf()
    for (const size of [10_000, 13_000, 100_000]) {
      assert.equal(
        backend.write(request(''), { ...state, data: { x: 'x'.repeat(size) } }),
        undefined,
      )
    }
    assert.equal(
      backend.write(request(''), { ...state, data: { x: '€'.repeat(12_000) } }),
      undefined,
    )
  })

  test('reads a session under an old key, and says that it is to be written anew', () => {
    const old = backendOf().backend
    const browser = written(old, state)
    const { backend } = backendOf({ secrets: ['another secret, a newer one', SECRET] })
    for (const _ of ['opened', 'remembered']) {
      const read = backend.read(request(browser.header))
      assert.equal(read.rewrite, true)
      assert.equal(read.state?.id, state.id)
    }
    written(backend, state, browser)
    assert.equal(backend.read(request(browser.header)).rewrite, false)
    assert.deepEqual(old.read(request(browser.header)).state, undefined)
  })

  test('is over after the idle time, and the cookie with it', () => {
    const { backend, clock } = backendOf()
    const browser = written(backend, state)
    clock.time = START + 3599
    assert.ok(backend.read(request(browser.header)).state)
    clock.time = START + 3600
    const read = backend.read(request(browser.header))
    assert.deepEqual(read, { state: undefined, present: true, rewrite: false })
  })

  test('is over after the absolute time, however much it is used', () => {
    const { backend, clock } = backendOf()
    const seenAt = START + 86_000
    clock.time = seenAt
    const [line] = backend.write(request(''), { ...state, seenAt }) ?? []
    assert.match(line?.[1] ?? '', /Max-Age=400;/)
    const browser = written(backend, { ...state, seenAt })
    clock.time = START + 86_399
    assert.ok(backend.read(request(browser.header)).state)
    clock.time = START + 86_400
    assert.equal(backend.read(request(browser.header)).state, undefined)
  })

  test('does not open for a session that was ended, though it was opened before', () => {
    const clock = clockAt()
    const revocations = new Revocations(86_400, clock.now)
    const { backend } = backendOf({ revocations, now: clock.now })
    const browser = written(backend, state)
    assert.ok(backend.read(request(browser.header)).state)
    revocations.end(state)
    assert.equal(backend.read(request(browser.header)).state, undefined)
  })

  test('does not open for a session that the service does not accept', () => {
    const browser = written(backendOf().backend, state)
    const { backend } = backendOf({ accepts: ({ login }) => login?.clientId !== 'shop' })
    assert.equal(backend.read(request(browser.header)).state, undefined)
  })

  test('does not open a value sealed for another purpose, by another secret, in another version', () => {
    const { backend } = backendOf()
    const keyring = createKeyring([SECRET])
    const other = createKeyring(['quite another secret of others'])
    const text = serializeSession(state)
    const forged = [
      new PurposeSeal(keyring, 'login-transaction').seal(text),
      new PurposeSeal(other, 'session').seal(text),
      new PurposeSeal(keyring, 'session').seal(text.replace('"v":1', '"v":2')),
      new PurposeSeal(keyring, 'session').seal('no JSON'),
      text,
    ]
    for (const value of forged) {
      const read = backend.read(request(`${NAME}=${encodeURIComponent(value)}`))
      assert.deepEqual(read, { state: undefined, present: true, rewrite: false })
    }
  })

  test('reads any changed cookie as nobody, and never throws', () => {
    const { backend } = backendOf()
    const value = written(backend, state).get(NAME)
    fc.assert(
      fc.property(textTampering(), fc.boolean(), (tamper, tooLong) => {
        const changed = tamper(value) + (tooLong ? 'A'.repeat(70_000) : '')
        const { state: found } = backend.read(request(`${NAME}=${changed}`))
        // A ";" ends the cookie, and spaces and tabs around it are none of it (RFC 6265 §5.2):
        // what is left may be all of the value.
        const kept = changed.split(';', 1)[0]?.replace(/^[ \t]+|[ \t]+$/g, '') === value
        assert.equal(found?.id, kept ? state.id : undefined)
      }),
      PROPERTY_RUNS,
    )
  })
})
