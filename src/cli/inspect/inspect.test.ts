import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
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
import { hints, inspect, inspectGiven } from './inspect.ts'
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

describe('JSON Web Tokens', () => {
  const base64url = (text: string) => Buffer.from(text).toString('base64url')
  const encode = (part: object) => base64url(JSON.stringify(part))
  const jwtOf = (alg: string, claims: object = { iat: AT - 60, exp: AT + 60 }, key = SECRET) => {
    const signed = `${encode({ alg, kid: 'k1' })}.${encode(claims)}`
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
  }

  test('HS256, with the secret as text and as base64', () => {
    const finding = found(jwtOf('HS256'))
    assert.equal(finding.kind, 'jwt')
    assert.equal(finding.format, 'a JSON Web Token, "HS256", key id "k1"')
    assert.deepEqual([finding.madeAt, finding.expiresAt], [AT - 60, AT + 60])
    assert.equal(fits(finding)[0]?.how, 'HS256')
    const base64 = { name: 'B', value: Buffer.from(SECRET).toString('base64') }
    assert.match(
      fits(found(jwtOf('HS256'), { ...nothing, secrets: [base64] }))[0]?.how ?? '',
      /base64/,
    )
    assert.match(found(jwtOf('HS256', {})).expiry ?? '', /no exp/)
  })

  test('what no secret verifies says so', () => {
    const issued = found(jwtOf('RS256', { iss: 'https://id.example' }))
    assert.match(issued.unverifiable ?? '', /public keys of its issuer, "https:\/\/id\.example"/)
    assert.equal(isVerified(issued), false)
    assert.match(found(jwtOf('none')).unverifiable ?? '', /not signed at all/)
    assert.match(notesOf(`${encode({ alg: 'HS256' })}.${encode({})}`), /no signature/)
    assert.equal(inspect(`${base64url('{no JSON')}.a.b`, nothing), undefined)
    const jwe = found(`${encode({ alg: 'dir', enc: 'A256GCM' })}..aaaa.bbbb.cccc`)
    assert.equal(jwe.kind, 'jwe')
    assert.match(jwe.unverifiable ?? '', /it is for/)
  })
})

test('formats of other packages are named', () => {
  const signature = createHmac('sha256', SECRET).update('id').digest('base64').replace(/=+$/, '')
  const signed = found(`s:id.x.${signature}`)
  assert.deepEqual([signed.kind, signed.contents?.text], ['cookie-signature', 'id.x'])
  const iron = found('Fe26.2*1*id*iv*text*1750000000000*salt*mac~2')
  assert.deepEqual([iron.kind, iron.expiresAt], ['iron', AT])
  assert.equal(found('Fe26.2*1*abc').expiresAt, undefined)
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
