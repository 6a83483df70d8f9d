import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { Fernet, FlaskSession, FlaskTuple, fernetKeyFromSecret } from '../../sealing.ts'
import {
  CookieManager,
  Serializer,
  Signer,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from '../../signing.ts'
import { type Finding, isVerified, type Kind, type Question } from './finding.ts'
import { inspect, inspectGiven } from './inspect.ts'
import { unwrap } from './unwrap.ts'

const AT = 1_750_000_000
const SECRET = 'the secret of these tests, long enough'
const nothing: Question = { secrets: [], salts: [], purposes: [] }
const wrong = { name: 'WRONG', value: 'another secret of these tests' }
const given: Question = { ...nothing, secrets: [wrong, { name: 'RIGHT', value: SECRET }] }
const value = { user: 'una', list: [1, 2] }
const clock = { now: AT - 60 }

function found(text: string, question: Question = given): Finding {
  return inspect(text, question) ?? assert.fail('nothing knows it')
}
const fits = (finding: Finding) => finding.trials.filter(({ opens }) => opens)
const notesOf = (text: string, question = nothing) => found(text, question).notes.join('\n')

const KINDS: readonly [name: string, token: string, kind: Kind, format: RegExp, timed: boolean][] =
  [
    [
      'Signer',
      new Signer(SECRET).sign('text'),
      'itsdangerous',
      /^text of Signer of .*sha1$/,
      false,
    ],
    [
      'TimestampSigner',
      new TimestampSigner(SECRET, clock).sign('text'),
      'itsdangerous',
      /^text of TimestampSigner/,
      true,
    ],
    ['Serializer', new Serializer(SECRET).dumps(value), 'itsdangerous', /^Serializer/, false],
    [
      'TimedSerializer',
      new TimedSerializer(SECRET, clock).dumps(value),
      'itsdangerous',
      /^TimedSerializer/,
      true,
    ],
    [
      'URLSafeSerializer',
      new URLSafeSerializer(SECRET).dumps(value),
      'itsdangerous',
      /^URLSafeSerializer/,
      false,
    ],
    [
      'URLSafeTimedSerializer, sha256, hmac',
      new URLSafeTimedSerializer(SECRET, {
        ...clock,
        digest: 'sha256',
        keyDerivation: 'hmac',
      }).dumps(value),
      'itsdangerous',
      /^URLSafeTimedSerializer of itsdangerous, sha256$/,
      true,
    ],
    [
      'deflated, sha512, without a derivation',
      new URLSafeTimedSerializer(SECRET, {
        ...clock,
        digest: 'sha512',
        keyDerivation: 'none',
      }).dumps('x'.repeat(500)),
      'itsdangerous',
      /URLSafeTimedSerializer of itsdangerous, deflated, sha512$/,
      true,
    ],
    [
      'a session of Starlette',
      new TimestampSigner(SECRET, clock).sign(
        Buffer.from('{"user": "\u00fc?\u00ff"}').toString('base64'),
      ),
      'itsdangerous',
      /in base64 of TimestampSigner, as Starlette/,
      true,
    ],
    [
      'a shared consent',
      new URLSafeTimedSerializer(SECRET, { ...clock, salt: 'cookie-consent-signer' }).dumps('uuid'),
      'consent',
      /^_cookies_auth_token, a shared consent \(URLSafe/,
      true,
    ],
    [
      'Cookie-Manager',
      new CookieManager({ keys: { k: SECRET }, ...clock }).sign({ a: 1 }, 'k'),
      'cookie-manager',
      /^a cookie of Cookie-Manager, key id "k", sha1$/,
      true,
    ],
    [
      'Flask',
      new FlaskSession(SECRET, clock).dumps({ a: new FlaskTuple([1]) }),
      'flask-session',
      /^Flask's session \(URLSafeTimed/,
      true,
    ],
    [
      'Fernet',
      new Fernet(fernetKeyFromSecret(SECRET)).encrypt('text', clock),
      'fernet',
      /^a Fernet token$/,
      true,
    ],
  ]

describe('what a secret opens', () => {
  for (const [name, token, kind, format, timed] of KINDS) {
    test(name, () => {
      const finding = found(token)
      assert.equal(finding.kind, kind)
      assert.match(finding.format, format)
      assert.deepEqual(
        finding.trials.map(({ secret, opens }) => [secret, opens]),
        [
          ['WRONG', false],
          ['RIGHT', true],
        ],
      )
      assert.equal(finding.madeAt, timed ? AT - 60 : undefined)
      assert.ok(finding.contents)
      assert.ok(finding.expiry)
      assert.equal(isVerified(found(token, { ...nothing, secrets: [wrong] })), false)
    })
  }

  test('a salt of its own, and a separator of its own', () => {
    for (const separator of [':', '|', '::', '/', '!~$']) {
      const token = new Signer(SECRET, { salt: 'mine', separator }).sign('{"a": "b!"}')
      assert.equal(isVerified(found(token)), false)
      assert.match(found(token).trials[1]?.how ?? '', /--salt names another/)
      const finding = found(token, { ...given, salts: ['mine'] })
      assert.equal(fits(finding)[0]?.how, 'salt mine, django-concat, sha1')
      assert.deepEqual(finding.notes, [`Its separator is "${separator}".`])
      assert.deepEqual(finding.contents, { text: '{"a": "b!"}', json: true })
    }
  })

  test('Fernet by its key, and without the padding that got lost', () => {
    const key = randomBytes(32).toString('base64')
    const token = new Fernet(key).encrypt('["text"]', clock)
    const finding = found(token, { ...nothing, secrets: [{ name: 'KEY', value: key }] })
    assert.deepEqual(finding.contents, { text: '["text"]', json: true })
    assert.equal(finding.trials[0]?.how, 'as the Fernet key')
    assert.equal(found(token, nothing).contents, undefined)
    if (token.endsWith('=')) assert.match(notesOf(token.replace(/=+$/, '')), /"=" at its end/)
  })

  test('a secret that one side reads with a line break, spaces or quotes', () => {
    const cases: Array<[string, string, RegExp]> = [
      [SECRET, ` ${SECRET}\n`, /only without the white space/],
      [SECRET, `"${SECRET}"`, /only without the quotes/],
      [`${SECRET}\n`, SECRET, /only with a line break behind it/],
      [`${SECRET}\r\n`, SECRET, /only with a Windows line break/],
    ]
    for (const [used, read, how] of cases) {
      const token = new URLSafeTimedSerializer(used).dumps(value)
      const finding = found(token, { ...nothing, secrets: [{ name: 'S', value: read }] })
      assert.match(fits(finding)[0]?.how ?? '', how)
    }
  })
})

test("what may be Flask's is said to be so by its name, or by what only Flask keeps", () => {
  const token = new URLSafeTimedSerializer(SECRET, clock).dumps({ a: 1 })
  assert.equal(found(token, nothing).kind, 'itsdangerous')
  assert.equal(found(token, { ...nothing, name: 'session' }).kind, 'flask-session')
  // The name says one thing and the salt another.
  assert.equal(found(token, { ...given, name: 'session' }).kind, 'itsdangerous')
  for (const session of [{ _user_id: '7' }, { a: new FlaskTuple([]) }]) {
    const cookie = new FlaskSession(SECRET, clock).dumps(session)
    assert.match(found(cookie, nothing).format, /^Flask's session, by the look of it/)
  }
  const strange = new URLSafeTimedSerializer(SECRET, clock).dumps({ ' u': 'x' })
  assert.match(notesOf(strange), /something that Flask does not write/)
  const own = new FlaskSession(SECRET, clock).dumps({ _hallpass: 'hp1.x', _permanent: true })
  assert.match(notesOf(own), /_hallpass in it is a login/)
})

describe('what was given', () => {
  const result = (text: string, question = given) => {
    const [first] = unwrap(text)
    return inspectGiven(first ?? assert.fail(), question)
  }

  test('the reading that a secret opens is taken', () => {
    const token = new Signer(SECRET).sign('100%25=x')
    for (const text of [token, encodeURIComponent(token), `"${token}"`]) {
      const { finding } = result(text)
      assert.equal(finding?.contents?.text, '100%25=x')
      assert.ok(isVerified(finding))
    }
    const pair = new Signer(SECRET).sign('user=una')
    assert.equal(result(pair).finding?.contents?.text, 'user=una')
  })

  test('its notes are there, also when nothing knows it', () => {
    const { name, finding, notes } = result(' hallpass.1=abc ')
    assert.deepEqual([name, finding], ['hallpass.1', undefined])
    assert.match(notes.join('\n'), /White space around.*further piece/s)
  })
})
