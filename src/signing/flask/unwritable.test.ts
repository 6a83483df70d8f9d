import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flaskSessions } from '../../../tests/flask-values.ts'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { refusal } from '../../../tests/refusal.ts'
import { FlaskSession } from './flask-session.ts'
import { FlaskTuple } from './flask-types.ts'
import { unwritable } from './unwritable.ts'

class Cart {}

test('names the path and the type of the first member that cannot be written', () => {
  const told: Array<[unknown, string]> = [
    [{ a: 1, m: new Map() }, 'session.m is a Map'],
    [{ list: [1, { cart: new Cart() }] }, 'session.list[1].cart is a Cart'],
    [{ t: new FlaskTuple([new Set() as never]) }, 'session.t[0] is a Set'],
    [{ 'a b': 10n }, 'session["a b"] is a bigint'],
    [{ f: () => 1 }, 'session.f is a function'],
    [{ e: new Error('secret') }, 'session.e is an Error'],
    [{ list: [undefined] }, 'session.list[0] is undefined'],
    [{ n: Number.NaN }, 'session.n is a number that is not finite'],
    [{ n: 2 ** 53 }, 'session.n is an integer beyond 2^53: write it as text'],
    [{ d: new Date(Number.NaN) }, 'session.d is a Date of no year from 100 to 9999'],
    [{ d: new Date('0099-12-31') }, 'session.d is a Date of no year from 100 to 9999'],
    [{ list: new Array(2) }, 'session.list[0] is undefined'],
  ]
  for (const [session, sentence] of told) {
    assert.equal(unwritable(session), sentence)
    const error = refusal(() => new FlaskSession('a key of the Flask app').dumps(session as never))
    assert.equal(error.code, 'bad_payload')
    assert.ok(error.message.startsWith(sentence), error.message)
    assert.doesNotMatch(error.message, /secret/)
  }
})

test('a circle ends, and its path is cut', () => {
  const circle: Record<string, unknown> = {}
  circle.again = circle
  const sentence = unwritable(circle) ?? assert.fail()
  assert.match(sentence, /… is nested over 500 deep$/)
  assert.ok(sentence.length < 250)
})

test('finds nothing in what can be written', () => {
  fc.assert(
    fc.property(flaskSessions, (session) => assert.equal(unwritable(session), undefined)),
    PROPERTY_RUNS,
  )
})
