/** Options that are known to be wrong at once, and options that are there and undefined. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { FlaskSession } from '../sealing.ts'
import { CookieManager } from './cookie-manager.ts'
import {
  Serializer,
  TimedSerializer,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from './serializers.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const SECRET = 'a secret of enough bytes'
const AT = 1_718_487_326
const plain = { Serializer, URLSafeSerializer }
const timed = { TimedSerializer, URLSafeTimedSerializer }

describe('an option that is undefined is the default', () => {
  const none = { salt: undefined, separator: undefined, keyDerivation: undefined } as object
  const nothing = { ...none, digest: undefined, maxInflatedBytes: undefined } as object
  for (const [name, Kind] of Object.entries({ ...plain, ...timed })) {
    test(name, () => {
      const now = name.includes('Timed') ? { now: AT } : {}
      const given = new Kind(SECRET, { ...(name.startsWith('URL') ? nothing : none), ...now })
      assert.equal(given.dumps('a'), new Kind(SECRET, now).dumps('a'))
      assert.equal(given.dumps('a'), new Kind(SECRET, { salt: 'itsdangerous', ...now }).dumps('a'))
    })
  }

  test('Signer, TimestampSigner, FlaskSession, CookieManager', () => {
    assert.equal(new Signer(SECRET, none).sign('a'), new Signer(SECRET).sign('a'))
    const undated = { now: undefined } as object
    assert.equal(new TimestampSigner(SECRET, { ...none, ...undated }).unsign(signed()), 'a')
    assert.ok(new FlaskSession(SECRET, undated).loads(new FlaskSession(SECRET).dumps({})))
    const all = {
      maxAge: undefined,
      logger: undefined,
      exceptions: undefined,
      ...undated,
    } as object
    const manager = new CookieManager({ keys: { a: SECRET }, ...all })
    assert.ok(manager.verify(manager.sign({}, 'a')))
  })

  function signed(): string {
    return new TimestampSigner(SECRET).sign('a')
  }
})

describe('told at construction', () => {
  const clocked: [string, (now: never) => unknown][] = [
    ['TimestampSigner', (now) => new TimestampSigner(SECRET, { now })],
    ...Object.entries(timed).map(
      ([name, Kind]) => [name, (now) => new Kind(SECRET, { now })] as (typeof clocked)[number],
    ),
    ['FlaskSession', (now) => new FlaskSession(SECRET, { now })],
    ['CookieManager', (now) => new CookieManager({ keys: { a: SECRET }, now })],
  ]
  for (const [name, make] of clocked) {
    test(`a clock that stands on no second: ${name}`, () => {
      for (const now of [1.8e12, 1e300, 253_402_300_800]) {
        const { code, issues } = refusal(() => make(now as never))
        assert.deepEqual([code, issues?.length, issues?.[0]?.path], ['invalid_config', 1, 'now'])
        assert.match(issues?.[0]?.message ?? '', /seconds since the epoch, .* milliseconds\?$/)
      }
      for (const now of [Number.POSITIVE_INFINITY, Number.NaN, -1, '12', 12n, null, {}]) {
        assert.equal(refusal(() => make(now as never)).code, 'invalid_config')
      }
      assert.ok(make(253_402_300_799 as never))
    })
  }

  test('half a character in a salt or a separator', () => {
    for (const option of [{ salt: '\ud800' }, { separator: '\ud800' }, { separator: '.\udc00' }]) {
      for (const Kind of [
        Signer,
        TimestampSigner,
        ...Object.values(plain),
        ...Object.values(timed),
      ]) {
        assert.match(refusal(() => new Kind(SECRET, option)).message, /holds half a character/)
      }
    }
    assert.equal(new Signer(SECRET, { separator: '🔑' }).sign('a').slice(0, 3), 'a🔑')
  })

  test('a size that is no whole number of bytes', () => {
    for (const maxInflatedBytes of [1.5, Number.POSITIVE_INFINITY, 1e300]) {
      for (const Kind of [URLSafeSerializer, URLSafeTimedSerializer]) {
        const { message } = refusal(() => new Kind(SECRET, { maxInflatedBytes }))
        assert.equal(message, 'maxInflatedBytes must be a whole number of bytes')
      }
    }
  })

  test('options that are null', () => {
    for (const Kind of [
      Signer,
      TimestampSigner,
      ...Object.values(plain),
      ...Object.values(timed),
    ]) {
      assert.equal(refusal(() => new Kind(SECRET, null as never)).code, 'invalid_config')
    }
  })
})
