import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { flaskSessions } from '../../../tests/flask-values.ts'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { refusal } from '../../../tests/refusal.ts'
import { textTampering } from '../../../tests/tampering.ts'
import { URLSafeTimedSerializer } from '../serializers.ts'
import { TimestampSigner } from '../timestamp-signer.ts'
import { FlaskSession } from './flask-session.ts'
import { FlaskTuple, FlaskUuid } from './flask-types.ts'

const KEY = 'the secret key of a Flask app'
const AT = 1_718_487_326
const flask = new FlaskSession(KEY, { now: AT })
const code = (call: () => unknown): string => refusal(call).code

/** A cookie that is signed as Flask does, whatever is in it. */
const signed = (value: unknown): string =>
  new URLSafeTimedSerializer(KEY, { salt: 'cookie-session', keyDerivation: 'hmac', now: AT }).dumps(
    value,
  )

/** A cookie that is signed as Flask does, over a text. */
const rawSigned = (text: string): string =>
  new TimestampSigner(KEY, { salt: 'cookie-session', keyDerivation: 'hmac', now: AT }).sign(
    Buffer.from(text).toString('base64url'),
  )

describe('properties', () => {
  test('any session comes back with its types', () => {
    fc.assert(
      fc.property(flaskSessions, (session) => {
        assert.deepEqual(flask.loads(flask.dumps(session)), session)
      }),
      PROPERTY_RUNS,
    )
  })

  test('any change is refused', () => {
    fc.assert(
      fc.property(flaskSessions, textTampering(), (session, tamper) => {
        assert.equal(
          code(() => flask.loads(tamper(flask.dumps(session)))),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })

  test('nothing that is signed makes loads throw anything but its own error', () => {
    const tags = fc.constantFrom(' t', ' b', ' m', ' u', ' d', ' di', 'a')
    fc.assert(
      fc.property(
        fc.dictionary(tags, fc.oneof(fc.json().map(parsed), fc.dictionary(tags, fc.string()))),
        (value) => {
          try {
            flask.loads(signed(value))
          } catch (error) {
            assert.equal(
              refusal(() => {
                throw error
              }).code,
              'bad_payload',
            )
          }
        },
      ),
      PROPERTY_RUNS,
    )
  })
})

function parsed(json: string): unknown {
  return JSON.parse(json, (_name, value) => (typeof value === 'number' ? 1 : value))
}

test('tags are written as Flask writes them, and a dict that looks like one is escaped', () => {
  const text = (session: Parameters<FlaskSession['dumps']>[0]) =>
    Buffer.from(flask.dumps(session).split('.')[0] ?? '', 'base64url').toString()
  assert.equal(text({ a: new FlaskTuple([1]) }), '{"a":{" t":[1]}}')
  assert.equal(text({ a: new Uint8Array([255]) }), '{"a":{" b":"/w=="}}')
  assert.equal(text({ ' t': [1] }), '{" di":{" t__":[1]}}')
  assert.equal(text({ é: undefined as never, a: 1 }), '{"a":1}')
})

test('a date is kept to the second', () => {
  const session = flask.loads(flask.dumps({ at: new Date('2026-03-04T05:06:07.890Z') }))
  assert.deepEqual(session, { at: new Date('2026-03-04T05:06:07Z') })
})

describe('what is refused', () => {
  test('what Flask has no tag for', () => {
    for (const value of [undefined, null, [], 'text', new Date(), new FlaskTuple([])]) {
      assert.equal(
        code(() => flask.dumps(value as never)),
        'bad_payload',
      )
    }
    for (const value of [new Map(), 2 ** 53, Number.NaN, () => 1, new Date(Number.NaN), 10n]) {
      assert.equal(
        code(() => flask.dumps({ value: value as never })),
        'bad_payload',
      )
    }
    assert.equal(
      code(() => flask.dumps({ at: new Date('+010000-01-01') })),
      'bad_payload',
    )
    assert.equal(
      code(() => new FlaskUuid('257f4368')),
      'bad_payload',
    )
  })

  test('tags with what Flask would not put there', () => {
    const bad = [
      { ' t': 'text' },
      { ' b': 'not base64' },
      { ' b': 'YQ' },
      { ' b': 7 },
      { ' m': [] },
      { ' u': '257f4368-ba17-4d93-977c-e473158a425c' },
      { ' u': 'x' },
      { ' d': 'yesterday' },
      { ' d': '2026-03-04' },
      { ' d': 1 },
      { ' di': {} },
      { ' di': { a: 1 } },
      { ' di': 'a' },
      { ' di': { a__: 1, b__: 2 } },
    ]
    for (const value of bad)
      assert.equal(
        code(() => flask.loads(signed({ value }))),
        'bad_payload',
      )
    for (const value of [[], null, 'text', 7, { ' t': [] }]) {
      assert.equal(
        code(() => flask.loads(signed(value))),
        'bad_payload',
      )
    }
  })

  test('what is nested too deep, in both directions', () => {
    let deep: never = [] as never
    for (let depth = 0; depth < 600; depth++) deep = [deep] as never
    assert.equal(
      code(() => flask.dumps({ deep })),
      'bad_payload',
    )
    const text = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
    assert.equal(
      code(() => flask.loads(rawSigned(text))),
      'bad_payload',
    )
  })

  test('an inherited name is only a name', () => {
    const read = flask.loads(rawSigned('{"__proto__":{"admin":true},"a":1}'))
    assert.deepEqual(Object.keys(read), ['__proto__', 'a'])
    assert.equal(Reflect.get({}, 'admin'), undefined)
  })

  test('a session of another key, another salt, or too old', () => {
    const cookie = flask.dumps({ a: 1 })
    assert.equal(
      code(() => new FlaskSession('another secret key').loads(cookie)),
      'bad_signature',
    )
    const other = new URLSafeTimedSerializer(KEY, { salt: 'itsdangerous', keyDerivation: 'hmac' })
    assert.equal(
      code(() => flask.loads(other.dumps({ a: 1 }))),
      'bad_signature',
    )
    const later = new FlaskSession(KEY, { now: AT + 101 })
    assert.equal(
      code(() => later.loads(cookie, { maxAge: 100 })),
      'signature_expired',
    )
    assert.equal(
      code(() => new FlaskSession(KEY, { now: AT - 1 }).loads(cookie, { maxAge: 100 })),
      'signature_expired',
    )
    assert.equal(
      code(() => flask.loads(cookie, { maxAge: -1 })),
      'invalid_config',
    )
  })

  test('options that are none', () => {
    assert.equal(
      code(() => new FlaskSession('')),
      'invalid_config',
    )
    assert.equal(
      code(() => new FlaskSession(KEY, { salt: 'x' } as never)),
      'invalid_config',
    )
  })
})

test('the fallbacks of a key read, the newest writes', () => {
  const rotated = new FlaskSession(['a new secret key of it', KEY], { now: AT })
  assert.deepEqual(rotated.loads(flask.dumps({ a: 1 })), { a: 1 })
  assert.equal(
    code(() => flask.loads(rotated.dumps({ a: 1 }))),
    'bad_signature',
  )
})

test('the time of a session', () => {
  const { value, signedAt } = flask.loadsWithTimestamp(flask.dumps({ a: 1 }))
  assert.deepEqual([value, signedAt], [{ a: 1 }, new Date(AT * 1000)])
})
