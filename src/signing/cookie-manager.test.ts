import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { textTampering } from '../../tests/tampering.ts'
import { isHallpassError } from '../errors.ts'
import { CookieManager } from './cookie-manager.ts'
import type { CookieManagerOptions } from './cookie-manager-options.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const AT = 1_718_487_326
const keys = {
  billing: 'the key of billing, 32 bytes long',
  reports: 'the key of reports, 32 bytes!',
}
const manager = new CookieManager({ keys, now: AT })
const at = (now: number, maxAge?: number) =>
  new CookieManager({ keys, now, ...(maxAge !== undefined && { maxAge }) })

const code = (call: () => unknown): string => refusal(call).code
const signed = (payload: unknown, key: keyof typeof keys = 'billing'): string =>
  new TimestampSigner(keys[key], { now: AT }).sign(JSON.stringify(payload))

test('a payload comes back with its key id, and is not changed itself', () => {
  const payload = { user_id: 7 }
  assert.deepEqual(manager.verify(manager.sign(payload, 'billing')), {
    user_id: 7,
    key_id: 'billing',
  })
  assert.deepEqual(payload, { user_id: 7 })
})

test('a key_id of the payload is replaced', () => {
  const cookie = manager.sign({ key_id: 'reports', a: 1 }, 'billing')
  assert.match(cookie, /^\{"key_id": "billing", "a": 1\}\./)
})

const payloads = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), {
  maxKeys: 5,
})

describe('properties', () => {
  test('any payload that JSON holds comes back', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        let cookie: string
        try {
          cookie = manager.sign(payload, 'billing')
        } catch (error) {
          // What JSON cannot hold without loss is refused, never changed.
          assert.ok(isHallpassError(error) && error.code === 'bad_payload')
          return
        }
        assert.deepEqual(
          JSON.stringify(manager.verify(cookie)),
          JSON.stringify({ ...payload, key_id: 'billing' }),
        )
      }),
      PROPERTY_RUNS,
    )
  })

  test('any change is refused', () => {
    fc.assert(
      fc.property(payloads, textTampering(), (payload, tamper) => {
        const cookie = manager.sign({ a: String(Object.keys(payload)) }, 'billing')
        code(() => manager.verify(tamper(cookie)))
      }),
      PROPERTY_RUNS,
    )
  })

  test('nothing makes verify throw anything but its own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.json()), (value) => {
        code(() => manager.verify(value as string))
        code(() => manager.verify(`${JSON.stringify(value)}.x.y`))
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('what is refused', () => {
  test("a cookie that names another key's id", () => {
    assert.equal(
      code(() => manager.verify(signed({ key_id: 'reports' }, 'billing'))),
      'bad_signature',
    )
  })

  test('an unknown key id, one of an inherited property, one that is no text, none', () => {
    for (const id of ['other', '__proto__', 'constructor', 'toString', ['billing'], null, 7]) {
      assert.equal(
        code(() => manager.verify(signed({ key_id: id }))),
        'unknown_key',
      )
    }
    assert.equal(
      code(() => manager.verify(signed({ a: 1 }))),
      'unknown_key',
    )
    for (const id of ['other', '__proto__', 'constructor']) {
      assert.equal(
        code(() => manager.sign({}, id)),
        'unknown_key',
      )
    }
  })

  test('a payload that is no object', () => {
    for (const value of [[], null, 'text', 7, new Date(), new Map()]) {
      assert.equal(
        code(() => manager.sign(value as never, 'billing')),
        'bad_payload',
      )
    }
    assert.equal(
      code(() => manager.verify(signed([{ key_id: 'billing' }]))),
      'bad_payload',
    )
    assert.equal(
      code(() => manager.sign({ a: 2 ** 53 }, 'billing')),
      'bad_payload',
    )
    assert.equal(
      code(() => manager.verify(`{"key_id": "billing"} x${signed({})}`)),
      'bad_payload',
    )
  })

  test('text behind the object, though it is signed', () => {
    const cookie = new TimestampSigner(keys.billing, { now: AT }).sign('{"key_id": "billing"} ')
    assert.equal(
      code(() => manager.verify(cookie)),
      'bad_payload',
    )
  })

  test('what is too long', () => {
    const long = manager.sign({ a: 'x'.repeat(65_536) }, 'billing')
    assert.equal(
      code(() => manager.verify(long)),
      'bad_payload',
    )
  })

  test('a cookie older than maxAge, and one from the future', () => {
    const cookie = manager.sign({}, 'billing')
    assert.ok(at(AT + 50).verify(cookie))
    assert.equal(
      code(() => at(AT + 51).verify(cookie)),
      'signature_expired',
    )
    assert.ok(at(AT + 51, 60).verify(cookie))
    assert.match(refusal(() => at(AT - 3600).verify(cookie)).message, /3600 seconds in the future/)
    assert.match(refusal(() => at(AT + 3600).verify(cookie)).message, /3600 seconds ago/)
  })
})

test('a key may be a list, newest first', () => {
  const old = manager.sign({ a: 1 }, 'billing')
  const rotated = new CookieManager({
    keys: { billing: ['a new key of 32 bytes, and more', keys.billing] },
    now: AT,
  })
  assert.deepEqual(rotated.verify(old), { a: 1, key_id: 'billing' })
  assert.equal(
    code(() => manager.verify(rotated.sign({}, 'billing'))),
    'bad_signature',
  )
})

test('every fault of the options is told at construction, and no secret with it', () => {
  const faults = (options: unknown) =>
    refusal(() => new CookieManager(options as CookieManagerOptions)).issues?.map(
      ({ path }) => path,
    )
  assert.deepEqual(faults({ keys: {} }), ['keys'])
  assert.deepEqual(faults({ keys: { a: '', b: undefined } }), ['keys.a', 'keys.b'])
  assert.deepEqual(faults({ keys: { a: [] } }), ['keys.a'])
  assert.deepEqual(faults({ keys: ['secret'] }), ['keys'])
  assert.deepEqual(faults({ keys, maxAge: -1 }), ['maxAge'])
  assert.deepEqual(faults({ keys, maxAge: Number.NaN }), ['maxAge'])
  assert.deepEqual(faults({ keys, maxAge: Number.POSITIVE_INFINITY }), ['maxAge'])
  assert.deepEqual(faults({ keys, max_age: 1 }), ['max_age'])
  assert.deepEqual(faults({ keys, now: 'x' }), ['now'])
  assert.ok(faults(undefined))
  const error = refusal(() => new CookieManager({ keys: { a: 'a secret nobody may see', b: '' } }))
  assert.doesNotMatch(`${inspect(error)}${error.message}`, /nobody may see/)
})

test('exceptions are thrown instead, with the refusal as their cause', () => {
  class Unauthorized extends Error {}
  class ServiceUnavailable extends Error {}
  class BadRequest extends Error {}
  const exceptions = { Unauthorized, ServiceUnavailable, BadRequest }
  const throwing = new CookieManager({ keys, now: AT, exceptions })
  const cookie = manager.sign({}, 'billing')
  assert.throws(() => throwing.verify(`${cookie}x`), Unauthorized)
  assert.throws(() => throwing.verify('x'), Unauthorized)
  assert.throws(() => throwing.verify(signed({ key_id: 'x' })), ServiceUnavailable)
  assert.throws(() => throwing.sign({}, 'x'), ServiceUnavailable)
  assert.throws(() => throwing.sign([] as never, 'billing'), BadRequest)
  assert.throws(
    () => throwing.verify(`${cookie}x`),
    (error: Error) => isHallpassError(error.cause) && error.cause.code === 'bad_signature',
  )
  const some = new CookieManager({ keys, now: AT, exceptions: { BadRequest } })
  assert.equal(
    code(() => some.verify('x')),
    'bad_signature',
  )
})

test('the logger gets the code of a refusal, and nothing of the cookie', () => {
  const lines: unknown[] = []
  const warn = (...line: unknown[]) => void lines.push(line)
  const logged = new CookieManager({
    keys,
    now: AT,
    logger: { info: warn, warn, error: warn },
  })
  logged.verify(logged.sign({ hidden: 1 }, 'billing'))
  assert.deepEqual(lines, [])
  code(() => logged.verify(`${manager.sign({ hidden: 1 }, 'billing')}x`))
  code(() => logged.verify(signed({ hidden: 1, key_id: 'evil\nline' })))
  code(() => logged.sign({ hidden: Number.NaN }, 'reports'))
  assert.deepEqual(lines, [
    ['cookie refused: bad_signature', { step: 'verify', code: 'bad_signature', key_id: 'billing' }],
    ['cookie refused: unknown_key', { step: 'verify', code: 'unknown_key' }],
    ['cookie refused: bad_payload', { step: 'sign', code: 'bad_payload', key_id: 'reports' }],
  ])
})

test('read gives undefined where verify throws, and keyIds are those registered', () => {
  assert.equal(manager.read('x'), undefined)
  assert.deepEqual(manager.read(manager.sign({}, 'billing')), { key_id: 'billing' })
  assert.deepEqual(manager.keyIds, ['billing', 'reports'])
})
