import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { createKeyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import { Fernet, FlaskSession, FlaskTuple, fernetKeyFromSecret, Sealer } from '../../sealing.ts'
import {
  CookieManager,
  Serializer,
  Signer,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from '../../signing.ts'
import type { Question } from './finding.ts'
import { hints, inspect } from './inspect.ts'
import { report } from './report.ts'

const AT = 1_750_000_000
const SECRET = 'the secret of these tests, long enough'
const nothing: Question = { secrets: [], salts: [], purposes: [], now: AT }
const wrong = { name: 'WRONG', value: 'another secret of these tests' }
const given: Question = { ...nothing, secrets: [wrong, { name: 'RIGHT', value: SECRET }] }
const value = { user: 'una', list: [1, 2] }
const clock = { now: AT - 60 }

const KINDS: readonly [string, string, RegExp, boolean][] = [
  ['Signer', new Signer(SECRET).sign('text'), /Signer over text/, false],
  [
    'TimestampSigner',
    new TimestampSigner(SECRET, clock).sign('text'),
    /TimestampSigner over text/,
    true,
  ],
  ['Serializer', new Serializer(SECRET).dumps(value), /: Serializer/, false],
  ['TimedSerializer', new TimedSerializer(SECRET, clock).dumps(value), /: TimedSerializer/, true],
  ['URLSafeSerializer', new URLSafeSerializer(SECRET).dumps(value), /URLSafeSerializer/, false],
  [
    'URLSafeTimedSerializer, sha256, hmac',
    new URLSafeTimedSerializer(SECRET, { ...clock, digest: 'sha256', keyDerivation: 'hmac' }).dumps(
      value,
    ),
    /URLSafeTimedSerializer, signed with HMAC-SHA256/,
    true,
  ],
  [
    'deflated',
    new URLSafeTimedSerializer(SECRET, clock).dumps('x'.repeat(500)),
    /URLSafeTimedSerializer/,
    true,
  ],
  [
    'the cookie of a consent',
    new URLSafeTimedSerializer(SECRET, { ...clock, salt: 'cookie-consent-signer' }).dumps('uuid'),
    /shared consent/,
    true,
  ],
  [
    'Cookie-Manager',
    new CookieManager({ keys: { k: SECRET }, ...clock }).sign({ a: 1 }, 'k'),
    /Cookie-Manager/,
    true,
  ],
  [
    'Flask',
    new FlaskSession(SECRET, clock).dumps({ a: new FlaskTuple([1]) }),
    /Flask's session/,
    true,
  ],
]

describe('what a secret verifies', () => {
  for (const [name, token, format, timed] of KINDS) {
    test(name, () => {
      const finding = inspect(token, given)
      assert.match(finding?.format ?? '', format)
      assert.equal(finding?.key?.secret, 'RIGHT')
      assert.equal(finding?.madeAt, timed ? AT - 60 : undefined)
      assert.ok(finding?.contents)
      const stranger = inspect(token, { ...nothing, secrets: [wrong] })
      assert.equal(stranger?.key, undefined)
      const text = report(stranger ?? assert.fail(), { tried: true, now: AT, notes: [] })
      assert.match(text, /none of those given fits/)
      assert.match(text, /NOT VERIFIED/)
    })
  }

  test('a salt of its own, and another separator', () => {
    const token = new Signer(SECRET, { salt: 'mine', separator: ':' }).sign('{"a": 1}')
    assert.equal(inspect(token, given)?.key, undefined)
    const finding = inspect(token, { ...given, salts: ['mine'] })
    assert.match(finding?.key?.how ?? '', /salt mine/)
    assert.deepEqual(finding?.notes, ['Its separator is ":".'])
  })

  test('JWT with HS256; one of a public key says so, and none is not signed', () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const jwtOf = (alg: string) => {
      const signed = `${encode({ alg })}.${encode({ iat: AT - 60, exp: AT + 60, sub: 'una' })}`
      return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`
    }
    const finding = inspect(jwtOf('HS256'), given)
    assert.match(finding?.format ?? '', /JSON Web Token \(HS256\)/)
    assert.equal(finding?.key?.secret, 'RIGHT')
    assert.equal(finding?.expiresAt, AT + 60)
    assert.equal(inspect(jwtOf('RS256'), given)?.key, undefined)
    assert.match(inspect(jwtOf('RS256'), given)?.unverifiable ?? '', /keys of its issuer/)
    assert.match(inspect(jwtOf('none'), given)?.notes.join() ?? '', /not signed at all/)
    const jwe = `${encode({ alg: 'dir', enc: 'A256GCM' })}..aaaa.bbbb.cccc`
    assert.match(inspect(jwe, given)?.format ?? '', /encrypted JSON Web Token/)
    assert.match(
      inspect(`${encode({ alg: 'HS256' })}.${encode({})}.`, nothing)?.expiry ?? '',
      /no exp/,
    )
  })

  test('Fernet, by its key and by a secret that the key is made of', () => {
    const key = randomBytes(32).toString('base64')
    const byKey = inspect(new Fernet(key).encrypt('text', clock), {
      ...nothing,
      secrets: [{ name: 'KEY', value: key }],
    })
    assert.deepEqual(byKey?.contents, { value: 'text' })
    assert.equal(byKey?.madeAt, AT - 60)
    const token = new Fernet(fernetKeyFromSecret(SECRET)).encrypt('{"a":1}', clock)
    assert.match(inspect(token, given)?.key?.how ?? '', /SHA-256/)
    assert.equal(inspect(token, nothing)?.contents, undefined)
  })

  test("hallpass's own, by purpose; tokens inside are cut", () => {
    const seal = new PurposeSeal(createKeyring([SECRET]), 'session')
    const sealed = seal.seal(JSON.stringify({ login: { tokens: { accessToken: 'a'.repeat(40) } } }))
    const session = inspect(sealed, given)
    assert.match(session?.format ?? '', /a session of hallpass/)
    assert.deepEqual(session?.contents, {
      value: { login: { tokens: { accessToken: 'aaaaaa… (40 characters)' } } },
    })
    const draft = new Sealer(SECRET, 'draft').seal('["text"]')
    assert.equal(inspect(draft, given)?.key, undefined)
    const opened = inspect(draft, { ...given, purposes: ['draft'] })
    assert.match(opened?.format ?? '', /Sealer for the purpose "draft"/)
    assert.deepEqual(opened?.contents, { value: ['text'] })
    assert.match(inspect(`c3.${sealed}`, given)?.notes.join() ?? '', /first of 3 cookies/)
    assert.match(inspect('hp1.abc', given)?.notes.join() ?? '', /cut/)
    const short = { ...nothing, secrets: [{ name: 'SHORT', value: 'short' }] }
    assert.equal(inspect(sealed, short)?.key, undefined)
  })
})

test('formats of other packages are named', () => {
  const signature = createHmac('sha256', SECRET).update('id').digest('base64').replace(/=+$/, '')
  assert.match(inspect(`s:id.${signature}`, nothing)?.format ?? '', /cookie-signature/)
  assert.match(inspect('Fe26.2*1*abc', nothing)?.format ?? '', /iron/)
})

test("what may be Flask's is said to be so by its name, or by what only Flask keeps", () => {
  const token = new URLSafeTimedSerializer(SECRET, clock).dumps({ a: 1 })
  assert.doesNotMatch(inspect(token, nothing)?.format ?? '', /Flask/)
  assert.match(inspect(token, { ...nothing, name: 'session' })?.format ?? '', /Flask/)
  const login = new FlaskSession(SECRET, clock).dumps({ _user_id: '7' })
  assert.match(inspect(login, nothing)?.format ?? '', /Flask/)
  assert.match(inspect(login, nothing)?.notes.join() ?? '', /another use/)
})

test('what nothing knows is undefined, and its hints say what may be the matter', () => {
  for (const text of ['', 'x', 'a.b', 'just text', 'x'.repeat(1_048_577)]) {
    assert.equal(inspect(text, given), undefined)
  }
  assert.match(hints('').join(), /empty/)
  assert.match(hints('eyJhIjoxfQ').join(), /cut at a dot/)
  assert.match(hints('a b').join(), /white space/)
  assert.match(hints('eyJh…').join(), /dots/)
  assert.match(hints('x'.repeat(1_048_577)).join(), /longer/)
})

test('a bomb stays small, and JSON without end is no crash', () => {
  const bomb = deflateSync(Buffer.alloc(50_000_000, 32)).toString('base64url')
  const token = new TimestampSigner(SECRET, clock).sign(`.${bomb}`)
  assert.ok(inspect(token, given))
  const deep = new TimestampSigner(SECRET, clock).sign(
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  )
  const finding = inspect(deep, given)
  assert.ok(finding)
  assert.match(report(finding, { tried: true, now: AT, notes: [] }), /nested too deep/)
})

test('no text makes it throw, nor a report of what it finds', () => {
  const piece = fc.constantFrom('.', ':', '{', '}', '"', 'eyJ', 'hp1.', 's:', '=', 'Fe26.2*', ' t')
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.oneof(piece, fc.base64String({ maxLength: 40 })), { maxLength: 12 })
      .map((all) => all.join('')),
    fc
      .tuple(fc.json(), fc.boolean())
      .map(([json, timed]) =>
        timed
          ? new TimestampSigner(SECRET).sign(json.replace(/[\ud800-\udfff]/g, ''))
          : new Signer(SECRET).sign('x') + json,
      ),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const finding = inspect(text, nothing)
      if (finding === undefined) return hints(text).length >= 0
      return report(finding, { tried: false, now: AT, notes: [] }).endsWith('\n')
    }),
    PROPERTY_RUNS,
  )
})
