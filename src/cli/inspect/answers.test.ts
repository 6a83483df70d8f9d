/** Every value that Python wrote is known for what it is, and its secret opens it: tests/vectors. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { knownAnswers } from '../../../tests/known-answers.ts'
import { type Finding, isVerified, type Kind, type Question } from './finding.ts'
import { inspect } from './inspect.ts'

const text = v.string()
const secret = (value: string): Question => ({
  secrets: [{ name: 'S', value }],
  salts: [],
  purposes: [],
})
const opened = (value: string, question: Question): Finding => {
  const finding = inspect(value, question) ?? assert.fail('nothing knows it')
  assert.ok(isVerified(finding), finding.trials[0]?.how)
  // Without a secret its time and contents are the same, where they can be read at all.
  const closed = inspect(value, { ...question, secrets: [] })
  assert.equal(closed?.madeAt, finding.madeAt)
  assert.equal(isVerified(closed ?? assert.fail()), false)
  return finding
}

test('itsdangerous: signers', () => {
  const Case = v.object({ secret: text, salt: text, payload: text, signed: text })
  for (const one of knownAnswers('itsdangerous-signer.json', Case)) {
    const finding = opened(one.signed, { ...secret(one.secret), salts: [one.salt] })
    assert.equal(finding.kind, 'itsdangerous')
    if (finding.contents?.json === false) assert.equal(finding.contents.text, one.payload)
  }
  const Timed = v.object({ secret: text, signedAt: v.number(), signed: text })
  for (const one of knownAnswers('itsdangerous-timestamp-signer.json', Timed)) {
    assert.equal(opened(one.signed, secret(one.secret)).madeAt, one.signedAt)
  }
})

test('itsdangerous: serializers', () => {
  const Case = v.object({
    class: text,
    secrets: v.array(text),
    salt: text,
    digest: text,
    value: v.unknown(),
    signedAt: v.nullable(v.number()),
    token: text,
  })
  for (const one of knownAnswers('itsdangerous-serializers.json', Case)) {
    const secrets = one.secrets.map((value) => ({ name: 'S', value }))
    const finding = opened(one.token, { secrets, salts: [one.salt], purposes: [] })
    assert.equal(finding.madeAt ?? null, one.signedAt)
    assert.ok(finding.format.includes(one.digest), finding.format)
    assert.deepEqual(JSON.parse(finding.contents?.text ?? ''), one.value)
    if (finding.kind === 'itsdangerous') assert.match(finding.format, new RegExp(`^${one.class} `))
  }
})

const kinds: readonly [kind: Kind, file: string, member: string][] = [
  ['flask-session', 'flask-session.json', 'cookie'],
  ['consent', 'consent-auth-cookie.json', 'cookie'],
  ['fernet', 'cognito-refresh-cookie.json', 'cookie'],
  ['jwt', 'short-lived-token.json', 'jwt'],
]
describe('one secret, one value', () => {
  for (const [kind, file, member] of kinds) {
    test(kind, () => {
      for (const one of knownAnswers(file, v.record(text, v.unknown()))) {
        const question = secret(String(one.secret ?? one.secretKey))
        const finding = opened(String(one[member]), question)
        assert.equal(finding.kind, kind)
        if (kind !== 'jwt') assert.equal(finding.madeAt, one.signedAt ?? one.at)
        assert.ok(finding.contents)
      }
    })
  }
})

test('Fernet', () => {
  const Case = v.object({ keys: v.array(text), at: v.number(), payload: text, token: text })
  for (const one of knownAnswers('fernet.json', Case)) {
    const secrets = one.keys.map((value) => ({ name: 'S', value }))
    const finding = opened(one.token, { secrets, salts: [], purposes: [] })
    assert.equal(finding.kind, 'fernet')
    assert.equal(finding.madeAt, one.at)
    assert.equal(finding.contents?.text, one.payload)
  }
})

test('Cookie-Manager', () => {
  const Case = v.object({
    keys: v.record(text, text),
    keyId: text,
    signed: text,
    signedAt: v.number(),
  })
  for (const one of knownAnswers('cookie-manager.json', Case)) {
    const finding = opened(one.signed, secret(one.keys[one.keyId] ?? ''))
    assert.equal(finding.kind, 'cookie-manager')
    assert.equal(finding.madeAt, one.signedAt)
    assert.ok(finding.format.includes(JSON.stringify(one.keyId)))
  }
})
