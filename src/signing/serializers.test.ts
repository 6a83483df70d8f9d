import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { textTampering } from '../../tests/tampering.ts'
import { HallpassError } from '../errors.ts'
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
const code = (call: () => unknown): string => refusal(call).code
const classes = { Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer }
const isTimed = (name: string) => name.includes('Timed')

const values = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))

for (const [name, Class] of Object.entries(classes)) {
  const clock = isTimed(name) ? { now: AT } : {}
  const serializer = new Class(SECRET, clock)
  /** The token, or undefined for what JSON cannot hold without loss. */
  const dumped = (value: unknown): string | undefined => {
    try {
      return serializer.dumps(value)
    } catch (error) {
      assert.ok(error instanceof HallpassError && error.code === 'bad_payload')
      return undefined
    }
  }

  describe(name, () => {
    test('any JSON comes back', () => {
      fc.assert(
        fc.property(values, (value) => {
          const token = dumped(value)
          if (token !== undefined) assert.deepEqual(serializer.loads(token), value)
        }),
        PROPERTY_RUNS,
      )
    })

    test('any change is refused', () => {
      fc.assert(
        fc.property(fc.string({ maxLength: 300 }), textTampering(), (value, tamper) => {
          const token = dumped({ value })
          if (token !== undefined)
            assert.equal(
              code(() => serializer.loads(tamper(token))),
              'bad_signature',
            )
        }),
        PROPERTY_RUNS,
      )
    })

    test('a value for one salt, or of a timed class at one that is not, never opens', () => {
      fc.assert(
        fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), ([one, other]) => {
          const token = new Class(SECRET, { ...clock, salt: one ?? '' }).dumps('value')
          assert.equal(
            code(() => new Class(SECRET, { salt: other ?? '' }).loads(token)),
            'bad_signature',
          )
        }),
        PROPERTY_RUNS,
      )
      const plain = new Serializer(SECRET).dumps('value')
      const timed = new TimedSerializer(SECRET).dumps('value')
      if (isTimed(name))
        assert.equal(
          code(() => serializer.loads(plain)),
          'bad_signature',
        )
      else
        assert.equal(
          code(() => serializer.loads(timed)),
          'bad_payload',
        )
    })

    test('nothing that is signed makes it throw anything but its own error', () => {
      const options = { salt: 'itsdangerous', ...clock }
      const signer = isTimed(name)
        ? new TimestampSigner(SECRET, options)
        : new Signer(SECRET, { salt: 'itsdangerous' })
      const base64 = fc
        .uint8Array({ maxLength: 60 })
        .map((bytes) => Buffer.from(bytes).toString('base64url'))
      const payloads = fc.oneof(
        fc.string(),
        fc.json(),
        base64,
        base64.map((text) => `.${text}`),
        fc.json().map((json) => `.${deflateSync(json).toString('base64url')}`),
      )
      fc.assert(
        fc.property(payloads, (payload) => {
          if (!payload.isWellFormed()) return
          try {
            serializer.loads(signer.sign(payload))
          } catch (error) {
            assert.ok(error instanceof HallpassError && error.code === 'bad_payload', String(error))
          }
        }),
        PROPERTY_RUNS,
      )
    })

    test('the newest secret signs, all of them verify', () => {
      const rotated = new Class(['a new secret of enough bytes', SECRET], clock)
      assert.equal(rotated.loads(serializer.dumps('value')), 'value')
      assert.equal(
        code(() => serializer.loads(rotated.dumps('value'))),
        'bad_signature',
      )
    })

    test('wrong options and secrets are told at once', () => {
      assert.equal(
        code(() => new Class('')),
        'invalid_config',
      )
      assert.match(refusal(() => new Class(SECRET, { sallt: 'x' } as never)).message, /sallt/)
    })
  })
}

describe('the timed ones', () => {
  test('give the time, and refuse by it', () => {
    const at = (now: number) => new URLSafeTimedSerializer(SECRET, { now })
    const token = at(AT).dumps({ a: 1 })
    assert.deepEqual(at(AT).loadsWithTimestamp(token, { maxAge: 0 }), {
      value: { a: 1 },
      signedAt: new Date(AT * 1000),
    })
    assert.equal(
      code(() => at(AT + 901).loads(token, { maxAge: 900 })),
      'signature_expired',
    )
    assert.equal(
      code(() => at(AT - 1).loads(token, { maxAge: 900 })),
      'signature_expired',
    )
    assert.equal(
      code(() => at(AT).loads(token, { maxAge: -1 })),
      'invalid_config',
    )
  })
})

describe('the URL-safe ones', () => {
  const signer = new Signer(SECRET, { salt: 'itsdangerous' })
  const serializer = new URLSafeSerializer(SECRET)
  const deflated = (text: string | Buffer) =>
    signer.sign(`.${deflateSync(text).toString('base64url')}`)

  test('deflate only where that is shorter', () => {
    assert.match(serializer.dumps('x'.repeat(500)), /^\./)
    assert.doesNotMatch(serializer.dumps('short'), /^\./)
    assert.match(serializer.dumps({ long: 'x'.repeat(500) }), /^[\w.-]+$/)
  })

  test('inflate up to 1 MiB or what is asked for, and no further', () => {
    const json = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2))
    assert.equal(serializer.loads(deflated(json(1_048_576))), 'x'.repeat(1_048_574))
    assert.equal(
      code(() => serializer.loads(deflated(json(1_048_577)))),
      'bad_payload',
    )
    const small = new URLSafeSerializer(SECRET, { maxInflatedBytes: 10 })
    assert.equal(small.loads(deflated(json(10))), 'xxxxxxxx')
    assert.equal(
      code(() => small.loads(deflated(json(11)))),
      'bad_payload',
    )
    for (const maxInflatedBytes of [0, -1, 1.5, Number.NaN, '10']) {
      assert.equal(
        code(() => new URLSafeSerializer(SECRET, { maxInflatedBytes } as never)),
        'invalid_config',
      )
    }
  })

  test('a bomb costs little memory and time', () => {
    const bomb = deflated(Buffer.alloc(200_000_000))
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    const { code, message } = refusal(() => serializer.loads(bomb))
    assert.equal(code, 'bad_payload')
    assert.match(message, /more than 1048576 bytes/)
    assert.ok(process.memoryUsage().rss - before < 32_000_000)
  })

  test('refuse what is signed and yet no payload', () => {
    for (const payload of ['', '.', 'a', 'YQ==', 'Y Q', '.YQ', '!', '/w', '_w']) {
      assert.equal(
        code(() => serializer.loads(signer.sign(payload))),
        'bad_payload',
        payload,
      )
    }
    const good = deflateSync('{"a":1}')
    const cut = signer.sign(`.${good.subarray(0, -2).toString('base64url')}`)
    assert.equal(
      code(() => serializer.loads(cut)),
      'bad_payload',
    )
    assert.equal(
      code(() => serializer.loads(deflated(Buffer.of(0xff)))),
      'bad_payload',
    )
    assert.equal(
      code(() => serializer.loads(deflated('\ufeff1'))),
      'bad_payload',
    )
  })

  test('bytes behind the deflated ones are passed over, as in Python: they are signed, too', () => {
    const more = Buffer.concat([deflateSync('{"a":1}'), Buffer.from('more')])
    assert.deepEqual(serializer.loads(signer.sign(`.${more.toString('base64url')}`)), { a: 1 })
  })

  test('no refusal holds the payload', () => {
    for (const payload of ['aGlkZGVuIHRleHQ', 'hidden text']) {
      const error = refusal(() => serializer.loads(signer.sign(payload)))
      assert.doesNotMatch(inspect(error) + error.stack, /hidden|aGlk/)
    }
  })
})
