/** Values made to harm whoever looks at them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { Fernet, FlaskSession, fernetKeyFromSecret, Sealer } from '../../sealing.ts'
import { Signer, TimestampSigner, URLSafeTimedSerializer } from '../../signing.ts'
import type { Question } from './finding.ts'
import { inspectAll } from './inspect.ts'
import { jsonReport } from './json-report.ts'
import { report } from './report.ts'
import { unwrap } from './unwrap.ts'

const SECRET = 'the secret of these tests, long enough'
const context = { tried: true, now: 1_750_000_000, maxAge: 60 }
const question: Question = {
  secrets: [{ name: 'S', value: SECRET }],
  salts: ['mine'],
  purposes: ['draft'],
}

/** Both reports of a text; the test fails when anything is thrown. */
function looked(text: string): { plain: string; json: string } {
  const results = inspectAll(unwrap(text), question)
  return {
    plain: results.map((result) => report(result, context)).join('\n'),
    json: jsonReport(results, context),
  }
}

const signer = new TimestampSigner(SECRET)

describe('a value made to harm', () => {
  test('a bomb is inflated up to its limit', () => {
    const bomb = deflateSync(Buffer.alloc(200_000_000, 32)).toString('base64url')
    const { plain, json } = looked(signer.sign(`.${bomb}`))
    assert.match(plain, /inflates to no JSON of at most 1048576 bytes/)
    assert.ok(json.length < 600_000)
  })

  test('JSON without end', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const tagged = `${'{" t":['.repeat(20_000)}${']}'.repeat(20_000)}`
    const session = `{"_fresh":${tagged}}`
    for (const payload of [deep, session, Buffer.from(session).toString('base64url')]) {
      const { plain, json } = looked(signer.sign(payload))
      assert.match(plain, /S FITS/)
      assert.ok(JSON.parse(json))
    }
    const jwt = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(`{"a":${deep}}`).toString('base64url')}.x`
    assert.ok(looked(jwt).plain)
  })

  test('a megabyte of anything is looked at in little time', () => {
    const size = 1_000_000
    const start = performance.now()
    for (const character of [
      'a',
      '.',
      ' ',
      '%41',
      '"',
      '=',
      ';a=',
      '\\',
      '{',
      '-',
      '\ud800',
      '!',
    ]) {
      looked(character.repeat(size / character.length))
      looked(`a=${character.repeat(size / character.length)}`)
    }
    looked(signer.sign(JSON.stringify('\\"'.repeat(size / 8))))
    assert.ok(performance.now() - start < 20_000)
  })

  test('nor does the last character of many make it look again from each of them', () => {
    const start = performance.now()
    for (const character of ['=', ' ', '.', '%41', '"', ';', 'a=', ';a=', '\n', '\\', '-', '_']) {
      const many = character.repeat(1_000_000 / character.length)
      for (const text of [`${many}a`, `a=${many}a`, `a=b; c=${many}!`]) looked(text)
    }
    assert.ok(performance.now() - start < 20_000)
  })

  test('of a line with very many cookies the first hundred are looked at', () => {
    const line = Array.from({ length: 20_000 }, (_, i) => `c${i}=${i}`).join('; ')
    const { plain, json } = looked(line)
    assert.equal(JSON.parse(json).length, 100)
    assert.match(plain, /Cookie {4}c99\n.*\n.*\n?Note.* 20000 cookies; only the first 100 were/s)
    assert.doesNotMatch(looked('a=1; b=2').plain, /only the first/)
    const hundred = Array.from({ length: 100 }, (_, i) => `c${i}=${i}`).join('; ')
    assert.doesNotMatch(looked(hundred).plain, /only the first/)
  })

  test('names that objects inherit', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const { plain } = looked(signer.sign(`{"key_id": "x", "${name}": {"key_id": 1}}`))
      assert.match(plain, /key id "x"/)
      assert.ok(looked(`${name}=c2.hp1.a; ${name}.1=b`).plain)
      const session = new URLSafeTimedSerializer(SECRET, {
        salt: 'cookie-session',
        keyDerivation: 'hmac',
      }).dumps(JSON.parse(`{"${name}": {"_user_id": 1}}`))
      assert.match(looked(session).plain, new RegExp(`"${name}"`))
    }
  })
})

test('no text makes it throw, and no report holds the secret', () => {
  const piece = fc.constantFrom(
    ...[
      '.',
      ':',
      '{',
      '}',
      '"',
      'eyJ',
      'hp1.',
      'c2.hp1.',
      's:',
      '=',
      'Fe26.2*',
      ' t',
      'gAAAA',
      '%22',
    ],
    ...['Cookie: ', 'Set-Cookie: a=', '; ', 'session=', '\u001b', '\\073', '.Zm4JHg.'],
  )
  const json = fc.json({ maxDepth: 3 }).filter((text) => text.isWellFormed())
  const made = fc.oneof(
    json.map((text) => signer.sign(text)),
    json.map((text) => new Signer(SECRET, { salt: 'mine', separator: ':' }).sign(text)),
    json.map((text) => signer.sign(Buffer.from(text).toString('base64url'))),
    json.map((text) => new Fernet(fernetKeyFromSecret(SECRET)).encrypt(text)),
    json.map((text) => new Sealer(SECRET, 'draft').seal(text)),
    json.map((text) => new FlaskSession(SECRET).dumps({ a: text })),
    json.map((text) => ['{"alg":"HS256"}', `{"a":${text}}`, 'x'].map(base64url).join('.')),
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.oneof(piece, fc.base64String({ maxLength: 40 }), made), { maxLength: 8 })
      .map((all) => all.join('')),
    made,
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { plain, json } = looked(text)
      assert.ok(plain.endsWith('\n'))
      assert.ok(!plain.includes(SECRET) && !json.includes(SECRET))
      assert.doesNotMatch(plain + json, /[^\P{C}\n]/u)
      JSON.parse(json)
    }),
    PROPERTY_RUNS,
  )
})

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
