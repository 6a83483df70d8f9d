import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { knownAnswers } from '../../../tests/known-answers.ts'
import { clockAt, START } from '../../../tests/support/clock.ts'
import { SentBack } from '../../../tests/support/cookies-of.ts'
import { createKeyring } from '../../crypto/keyring.ts'
import { URLSafeTimedSerializer } from '../../signing/serializers.ts'
import { AUTH_COOKIE } from '../wire/cookies.ts'
import { AuthCookie, ownSecrets } from './auth-cookie.ts'

const CASES = knownAnswers(
  'consent-auth-cookie.json',
  v.object({ secret: v.string(), userUuid: v.string(), signedAt: v.number(), cookie: v.string() }),
)
const SECRET = 'the SECRET_KEY of the Flask app'
const UUID = '957dbb51-e923-4326-9930-71d91c20f99c'

const withCookie = (value: string, name: string = AUTH_COOKIE) =>
  exchangeOf({ headers: { cookie: `a=1; ${name}=${value}` } })

/** What Flask would sign. */
function signed(
  value: unknown,
  options: { secret?: string; salt?: string; now?: number } = {},
): string {
  const { secret = SECRET, salt = 'cookie-consent-signer', now = START } = options
  return new URLSafeTimedSerializer(secret, { salt, now }).dumps(value)
}

test('cookies that Python made are read, and written to the byte', () => {
  assert.ok(CASES.length > 5)
  for (const { secret, userUuid, signedAt, cookie } of CASES) {
    const auth = new AuthCookie(secret, true, () => signedAt)
    assert.deepEqual(auth.read(withCookie(cookie)), { uuid: userUuid, stale: false })
    assert.equal(new SentBack().apply(auth.write(userUuid)).get(AUTH_COOKIE), cookie)
    const stranger = new AuthCookie(`${secret}x`, true, () => signedAt)
    assert.equal(stranger.read(withCookie(cookie)), undefined)
  }
})

describe('a cookie', () => {
  const clock = clockAt()
  const auth = new AuthCookie(SECRET, true, clock.now)

  test('holds for a year, and not from the future', () => {
    const cookie = withCookie(signed(UUID))
    clock.time = START + 31_536_000
    assert.ok(auth.read(cookie))
    clock.time += 1
    assert.equal(auth.read(cookie), undefined)
    clock.time = START - 1
    assert.equal(auth.read(cookie), undefined)
    clock.time = START
  })

  test('under an old key is read, and said to be stale', () => {
    const rotated = new AuthCookie(['a new secret, of 2027', SECRET], true, clock.now)
    assert.deepEqual(rotated.read(withCookie(signed(UUID))), { uuid: UUID, stale: true })
    const written = new SentBack().apply(rotated.write(UUID)).get(AUTH_COOKIE)
    assert.deepEqual(rotated.read(withCookie(written)), { uuid: UUID, stale: false })
    assert.equal(auth.read(withCookie(written)), undefined)
  })

  test('that is signed but holds no UUID is nobody', () => {
    const values = ['', 'admin', `${UUID}/../x`, `x${UUID}`, [UUID], { uuid: UUID }, 7, null]
    for (const value of values) assert.equal(auth.read(withCookie(signed(value))), undefined)
    assert.deepEqual(auth.read(withCookie(signed(UUID.toUpperCase()))), {
      uuid: UUID,
      stale: false,
    })
  })

  test('that is forged, cut, or made for something else is nobody', () => {
    const good = signed(UUID)
    const wrong = [
      '',
      '%',
      '.',
      good.slice(0, -1),
      `${good}A`,
      `${good.slice(0, 10)}B${good.slice(11)}`,
      signed(UUID, { salt: 'cookie-session' }),
      signed(UUID, { secret: 'another secret entirely' }),
      `.${'A'.repeat(5000)}`,
    ]
    for (const value of wrong) assert.equal(auth.read(withCookie(value)), undefined, value)
    assert.equal(auth.read(withCookie(good, `x${AUTH_COOKIE}`)), undefined)
    assert.equal(auth.read(exchangeOf()), undefined)
  })

  test('beside one of another visitor, which a sibling domain may have set, is nobody', () => {
    const other = signed('220b32b7-e71b-478d-b124-b3a4f5c83477')
    const two = `${signed(UUID)}; ${AUTH_COOKIE}=${other}`
    assert.equal(auth.read(withCookie(two)), undefined)
    const same = `${signed(UUID)}; ${AUTH_COOKIE}=${signed(UUID, { now: START - 9 })}; ${AUTH_COOKIE}=x`
    assert.equal(auth.read(withCookie(same))?.uuid, UUID)
  })
})

test('without a secret of Flask’s the key is one of its own, which rotates with the others', () => {
  const [old, young] = ['a secret of sixteen bytes', 'a newer secret, sixteen bytes']
  const before = new AuthCookie(ownSecrets(createKeyring([old])), true, () => START)
  const cookie = new SentBack().apply(before.write(UUID)).get(AUTH_COOKIE)
  const after = new AuthCookie(ownSecrets(createKeyring([young, old])), true, () => START)
  assert.deepEqual(after.read(withCookie(cookie)), { uuid: UUID, stale: true })
  const flask = new AuthCookie(old, true, () => START)
  assert.equal(flask.read(withCookie(cookie)), undefined, 'the secret itself signs nothing')
})
