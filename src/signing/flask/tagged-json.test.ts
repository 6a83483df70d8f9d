/** What is read of a Flask session can be written, and then the same is read. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { refusal } from '../../../tests/refusal.ts'
import { FlaskMarkup, FlaskTuple } from './flask-types.ts'
import { taggedJson } from './tagged-json.ts'

/** The session; undefined where it is refused with the code of a payload. */
function read(json: string): ReturnType<typeof taggedJson.read> | undefined {
  let session: ReturnType<typeof taggedJson.read> | undefined
  try {
    session = taggedJson.read(json)
  } catch (error) {
    const { code } = refusal(() => {
      throw error
    })
    assert.equal(code, 'bad_payload')
  }
  return session
}

/** Numbers as Python, or anybody with the key, may spell them. */
const numbers = fc.oneof(
  fc.constantFrom('1e16', '1e+16', '9007199254740992.0', '9007199254740993.0', '1e999', '-1e999'),
  fc.constantFrom('1e21', '1e+300', '-0.0', '-0', '5.0', '1e-400', '123456789012345678901.5'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.bigInt(), fc.integer({ min: -400, max: 400 })).map(([n, e]) => `${n}.0e${e}`),
)
const tags = fc.constantFrom(' t', ' b', ' m', ' u', ' d', ' di', ' t__', 'a', '__proto__')
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('YQ==', '257f4368ba174d93977ce473158a425c'),
  fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toUTCString()),
)
const json: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => {
  const pair = fc.tuple(tags, tie('value')).map(([name, v]) => `${JSON.stringify(name)}:${v}`)
  return {
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      numbers,
      texts.map((text) => JSON.stringify(text)),
      fc.constantFrom('null', 'true', 'false'),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items}]`),
      fc.array(pair, { maxLength: 3 }).map((pairs) => `{${pairs}}`),
    ),
  }
}).value

test('whatever is read can be written, and is then read as the same', () => {
  let opened = 0
  fc.assert(
    fc.property(json, (value) => {
      const session = read(`{"a":${value}}`)
      if (session === undefined) return
      opened += 1
      assert.deepEqual(taggedJson.read(taggedJson.write(session)), session)
    }),
    PROPERTY_RUNS,
  )
  assert.ok(opened > PROPERTY_RUNS.numRuns / 10)
})

test('a number that could not be written again is refused', () => {
  for (const number of ['1e16', '1e+16', '9007199254740992.0', '1e999', '-1e999']) {
    assert.equal(read(`{"a":${number}}`), undefined, number)
  }
  for (const number of ['1e+21', '-1e+300', '0.1', '9007199254740991', '-0.0']) {
    assert.equal(taggedJson.write(read(`{"a":${number}}`) ?? {}), `{"a":${number}}`)
  }
})

describe('nesting is read as deep as it is written, and no deeper', () => {
  const nested = (open: string, close: string, levels: number) =>
    `{"a":${open.repeat(levels)}${close.repeat(levels)}}`
  const shapes = [
    ['[', ']', 1],
    ['{"b":', '}', 1],
    ['{" t":[', ']}', 2],
    ['{" di":{" t__":', '}}', 2],
  ] as const
  for (const [open, close, each] of shapes) {
    test(open, () => {
      const inner = open.endsWith(':') ? '1' : ''
      const at = (levels: number) =>
        nested(open, close, levels).replace(open + close, open + inner + close)
      let deepest = 0
      for (let levels = 1; levels <= 510 / each; levels++) {
        const session = read(at(levels))
        if (session === undefined) continue
        assert.equal(taggedJson.write(session), at(levels))
        deepest = levels
      }
      assert.equal(deepest, Math.floor(499 / each))
    })
  }

  test('and what is written can be read', () => {
    for (const wrap of [(v: never) => [v], (v: never) => new FlaskTuple([v])]) {
      let value = null as never
      let refused = 0
      for (let levels = 1; levels <= 510; levels++) {
        value = wrap(value) as never
        try {
          assert.ok(taggedJson.read(taggedJson.write({ value })))
        } catch (error) {
          assert.equal(Reflect.get(Object(error), 'code'), 'bad_payload')
          refused += 1
        }
      }
      assert.ok(refused > 0 && refused < 300)
    }
  })
})

test('a date comes back as it is, or is refused: Flask reads the years 1 to 99 as others', () => {
  const dates = fc.date({ min: new Date('-000100-01-01'), max: new Date('0300-01-01') })
  fc.assert(
    fc.property(dates, (date) => {
      date.setUTCMilliseconds(0)
      if (date.getUTCFullYear() >= 100) {
        assert.deepEqual(taggedJson.read(taggedJson.write({ date })), { date })
      } else {
        assert.equal(refusal(() => taggedJson.write({ date })).code, 'bad_payload')
      }
    }),
    PROPERTY_RUNS,
  )
})

test('a hole in a list is refused, and so is a Markup of anything but text', () => {
  for (const list of [new Array(1), Object.assign([1], { 2: 2 }), [new Array(3).fill(1, 1)]]) {
    assert.equal(refusal(() => taggedJson.write({ list } as never)).code, 'bad_payload')
  }
  for (const html of [5, null, undefined, {}]) {
    assert.equal(refusal(() => new FlaskMarkup(html as never)).code, 'bad_payload')
  }
})
