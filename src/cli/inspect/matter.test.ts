import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TimestampSigner, URLSafeTimedSerializer } from '../../signing.ts'
import { type Finding, isVerified, type Question } from './finding.ts'
import { hints, inspect } from './inspect.ts'

const AT = 1_750_000_000
const SECRET = 'the secret of these tests, long enough'
const nothing: Question = { secrets: [], salts: [], purposes: [] }
const given: Question = { ...nothing, secrets: [{ name: 'RIGHT', value: SECRET }] }
const clock = { now: AT - 60 }
const value = { user: 'una', list: [1, 2] }

function found(text: string, question: Question = given): Finding {
  return inspect(text, question) ?? assert.fail('nothing knows it')
}
const notesOf = (text: string, question = nothing) => found(text, question).notes.join('\n')

describe('what may be the matter', () => {
  const token = new URLSafeTimedSerializer(SECRET, clock).dumps(value)

  test('a signature that was cut, changed or written anew', () => {
    assert.match(notesOf(token.slice(0, -2)), /has 25 characters, and should have 27/)
    assert.match(notesOf(`${token}x`), /has 28 characters/)
    const end = token.at(-1) === 'B' ? 'D' : 'B'
    assert.match(notesOf(token.slice(0, -1) + end), /last character/)
    assert.match(notesOf(`${token}=`), /padded or standard base64/)
    const signature = token.slice(token.lastIndexOf('.') + 1)
    const standard = token.replace(signature, signature.replaceAll('-', '+').replaceAll('_', '/'))
    if (standard !== token) assert.equal(isVerified(found(standard)), true)
  })

  test('the dot of a deflated payload that got lost', () => {
    const deflated = new URLSafeTimedSerializer(SECRET, clock).dumps('x'.repeat(500))
    assert.match(notesOf(deflated.slice(1)), /dot in front of it is missing/)
  })

  test('an integer that JavaScript would round', () => {
    const big = new TimestampSigner(SECRET, clock).sign('{"id": 12345678901234567890}')
    assert.match(notesOf(big), /integer beyond 2\^53/)
    assert.equal(found(big).contents?.text, '{"id": 12345678901234567890}')
  })

  test('what nothing knows is undefined, and its hints say why that may be', () => {
    for (const text of ['', 'x', 'a.b', 'just text', 'x'.repeat(1_048_577), '\0', 'ab.cd.ef']) {
      assert.equal(inspect(text, given), undefined)
    }
    assert.match(hints('').join(), /empty/)
    assert.match(hints('eyJhIjoxfQ').join(), /cut, often at a dot/)
    assert.match(hints('.eJabc.Zm4JHg').join(), /cut, often at a dot/)
    assert.match(hints('abc', 'hallpass.1').join(), /further piece/)
    assert.match(hints('abc').join(), /random id/)
    assert.match(hints('ab cd…').join(), /dots/)
    assert.match(hints('x'.repeat(1_048_577)).join(), /longer/)
  })
})
